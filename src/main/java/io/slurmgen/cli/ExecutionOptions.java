package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.kohsuke.args4j.Option;

/** The options of commands that run jobs: where, how many at a time, for how long. */
final class ExecutionOptions {

  @Option(
      name = "--njobs",
      metaVar = "K",
      usage = "split the work over K jobs (default: 1 on Slurm, else one a worker)")
  @WholeNumber(from = 1, to = Numbers.MOST_JOBS)
  private Integer jobs;

  @Option(
      name = "--executor",
      metaVar = "auto|slurm|local",
      usage = "who runs the jobs (default: auto, which is Slurm where sbatch answers, else local)")
  private String executor = "auto";

  @Option(
      name = "--workers",
      metaVar = "W",
      usage = "local: how many threads run jobs at the same time (default: the cores)")
  @WholeNumber(from = 1, to = Numbers.MOST_WORKERS)
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      name = "--time",
      aliases = "-t",
      metaVar = "T",
      usage =
          "time limit of each job, in Slurm's forms MM, MM:SS, HH:MM:SS, D-HH, D-HH:MM,"
              + " D-HH:MM:SS (default: mean + 3 standard deviations of earlier runs); local: ends the"
              + " whole run after it, to the second, and keeps what was made (default: none)")
  private String time;

  @Option(
      name = "--max-parallel",
      metaVar = "M",
      usage = "Slurm: run at most M tasks at the same time (default: no limit)")
  @WholeNumber(from = 1)
  private Integer maxParallel;

  @Option(
      name = "--sbatch",
      metaVar = "OPTIONS",
      usage = "Slurm: more sbatch options for this submission, such as \"--partition=long\"")
  private String sbatch = "";

  @Option(name = "--wait", usage = "Slurm: wait for the end, as slurm-gen wait does")
  private boolean wait;

  @Option(
      name = "--poll",
      metaVar = "SECONDS",
      usage = "with --wait: the least time between two questions to Slurm (default: 10)")
  @WholeNumber(from = 1)
  private int pollSeconds = 10;

  @Option(name = "--yes", aliases = "-y", usage = "do not ask")
  private boolean yes;

  /** Checks what does not need Slurm. */
  void check() {
    timeLimit();
    choice();
    Sbatch.userOptions(sbatch);
  }

  /** The Slurm that is to run the jobs, empty where this process is to. */
  Optional<Slurm> slurm() throws IOException {
    if (choice() == ExecutorChoice.LOCAL) {
      return Optional.empty();
    }
    Optional<Slurm> slurm = Slurm.find(System.getenv());
    if (choice() == ExecutorChoice.SLURM && slurm.isEmpty()) {
      throw new UserError(
          "--executor slurm: there is no sbatch on the PATH; use --executor local, or a login node");
    }
    return slurm;
  }

  private ExecutorChoice choice() {
    return switch (executor) {
      case "auto" -> ExecutorChoice.AUTO;
      case "slurm" -> ExecutorChoice.SLURM;
      case "local" -> ExecutorChoice.LOCAL;
      default ->
          throw new UserError("--executor " + executor + ": one of auto, slurm, local is needed");
    };
  }

  /** Into how many jobs to split the work. */
  int jobs(boolean onSlurm) {
    if (jobs != null) {
      return jobs;
    }
    return onSlurm ? 1 : workers;
  }

  int workers() {
    return workers;
  }

  /** The time limit that was given. */
  Optional<TimeLimit> timeLimit() {
    return Optional.ofNullable(time).map(TimeLimit::parse);
  }

  /** How long a run of this process may take, to the second, if that was given. */
  Optional<Duration> localTimeLimit() {
    return Optional.ofNullable(time).map(TimeLimit::exactly);
  }

  /** How many tasks may run at the same time; 0 where no limit was given. */
  int maxParallel() {
    return maxParallel == null ? 0 : maxParallel;
  }

  String sbatch() {
    return sbatch;
  }

  boolean waits() {
    return wait;
  }

  int pollSeconds() {
    return pollSeconds;
  }

  boolean yes() {
    return yes;
  }
}
