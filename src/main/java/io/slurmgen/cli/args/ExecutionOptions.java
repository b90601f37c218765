package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of commands that run jobs: where, how many at a time, for how long. */
public final class ExecutionOptions {

  private final Input<Long> jobs =
      InputForm.option(
              "--njobs", "K", "split the work over K jobs (default: 1 on Slurm, else one a worker)")
          .wholeNumber(1, Numbers.MOST_JOBS);

  private final Input<String> executor =
      InputForm.option(
              "--executor",
              "auto|slurm|local",
              "who runs the jobs (default: auto, which is Slurm where sbatch answers, else local)")
          .text()
          .otherwise("auto");

  private final Input<Long> workers =
      InputForm.option(
              "--workers",
              "W",
              "local: how many threads run jobs at the same time (default: the cores)")
          .wholeNumber(1, Numbers.MOST_WORKERS)
          .otherwise((long) Runtime.getRuntime().availableProcessors());

  private final Input<String> time =
      InputForm.option(
              "--time",
              "T",
              "time limit of each job, in Slurm's forms MM, MM:SS, HH:MM:SS, D-HH, D-HH:MM,"
                  + " D-HH:MM:SS (default: mean + 3 standard deviations of earlier runs); local:"
                  + " ends the whole run after it, to the second, and keeps what was made (default:"
                  + " none)")
          .or("-t")
          .text();

  private final Input<Long> maxParallel =
      InputForm.option(
              "--max-parallel",
              "M",
              "Slurm: run at most M tasks at the same time (default: no limit)")
          .wholeNumber(1, Integer.MAX_VALUE);

  private final Input<String> sbatch =
      InputForm.option(
              "--sbatch",
              "OPTIONS",
              "Slurm: more sbatch options for this submission, such as \"--partition=long\"")
          .text()
          .otherwise("");

  private final Input<Boolean> wait =
      InputForm.option("--wait", "Slurm: wait for the end, as slurm-gen wait does").flag();

  private final Input<Long> pollSeconds =
      InputForm.option(
              "--poll",
              "SECONDS",
              "with --wait: the least time between two questions to Slurm (default: 10)")
          .wholeNumber(1, Integer.MAX_VALUE)
          .otherwise(10L);

  private final Input<Boolean> yes = InputForm.option("--yes", "do not ask").or("-y").flag();

  /** Returns a command's own options with these behind them. */
  public List<Input<?>> inputsAfter(Input<?>... own) {
    List<Input<?>> inputs = new ArrayList<>(List.of(own));
    inputs.addAll(
        List.of(jobs, executor, workers, time, maxParallel, sbatch, wait, pollSeconds, yes));
    return inputs;
  }

  /** Checks what does not need Slurm. */
  public void check() {
    timeLimit();
    choice();
    Sbatch.userOptions(sbatch.value());
  }

  /** The Slurm that is to run the jobs, empty where this process is to. */
  public Optional<Slurm> slurm() throws IOException {
    if (choice() == ExecutorChoice.LOCAL) {
      return Optional.empty();
    }
    Optional<Slurm> slurm = Slurm.find(System.getenv());
    if (choice() == ExecutorChoice.SLURM && slurm.isEmpty()) {
      throw new UserError(
          "--executor slurm: there is no sbatch on the PATH; use --executor local, or a login"
              + " node");
    }
    return slurm;
  }

  private ExecutorChoice choice() {
    return switch (executor.value()) {
      case "auto" -> ExecutorChoice.AUTO;
      case "slurm" -> ExecutorChoice.SLURM;
      case "local" -> ExecutorChoice.LOCAL;
      default ->
          throw new UserError(
              "--executor " + executor.value() + ": one of auto, slurm, local is needed");
    };
  }

  /** Into how many jobs to split the work. */
  public int jobs(boolean onSlurm) {
    if (jobs.hasValue()) {
      return jobs.value().intValue();
    }
    return onSlurm ? 1 : workers.value().intValue();
  }

  public int workers() {
    return workers.value().intValue();
  }

  /** The time limit that was given. */
  public Optional<TimeLimit> timeLimit() {
    return Optional.ofNullable(time.value()).map(TimeLimit::parse);
  }

  /** How long a run of this process may take, to the second, if that was given. */
  public Optional<Duration> localTimeLimit() {
    return Optional.ofNullable(time.value()).map(TimeLimit::exactly);
  }

  /** How many tasks may run at the same time; 0 where no limit was given. */
  public int maxParallel() {
    return maxParallel.hasValue() ? maxParallel.value().intValue() : 0;
  }

  public String sbatch() {
    return sbatch.value();
  }

  public boolean waits() {
    return wait.value();
  }

  public int pollSeconds() {
    return pollSeconds.value().intValue();
  }

  public boolean yes() {
    return yes.value();
  }
}
