package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.JobId;
import io.slurmgen.slurm.MemorySize;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.TimeLimit;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.Plan;
import io.slurmgen.submission.ProposedCommand;
import io.slurmgen.submission.SlurmSettings;
import io.slurmgen.submission.SlurmSubmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gives the jobs of a submission to Slurm, and tells what was asked for. */
final class SlurmExecution {

  private final Terminal terminal;
  private final Slurm slurm;
  private final ExecutionOptions options;

  SlurmExecution(Terminal terminal, Slurm slurm, ExecutionOptions options) {
    this.terminal = terminal;
    this.slurm = slurm;
    this.options = options;
  }

  /**
   * What the dataset's settings, the options and earlier runs come to.
   *
   * @param ask whether to ask before a limit that comes from other parameter sets is used
   * @return empty if the person said no
   * @throws UserError if nothing tells how long the jobs take
   */
  Optional<SlurmSettings> settings(
      CacheDirectory cache, Plan plan, MethodSettings method, boolean ask) throws IOException {
    SlurmSubmitter.check(cache);
    TimeLimit time =
        options
            .timeLimit()
            .or(() -> plan.timePerJob().map(TimeLimit::new))
            .orElseThrow(
                () ->
                    new UserError(
                        "--time must be given for the first run, such as --time 30 for 30 minutes:"
                            + " no earlier run tells how long "
                            + method.name()
                            + " takes"));
    if (options.timeLimit().isEmpty() && plan.ofOtherParamSets()) {
      String source = "the time limit " + time + " is measured on other parameter sets";
      terminal.notice(source);
      if (ask && !options.yes() && !terminal.confirm("Submit with this limit?")) {
        return Optional.empty();
      }
    }
    return Optional.of(settings(time, method));
  }

  /** The dataset's settings and the options with a time limit. */
  SlurmSettings settings(TimeLimit time, MethodSettings method) {
    String userOptions = (method.sbatchOptions() + " " + options.sbatch()).strip();
    return new SlurmSettings(
        time,
        Sbatch.memPerCpu(Sbatch.userOptions(userOptions))
            .orElseGet(() -> MemorySize.parse(method.memPerCpu())),
        options.maxParallel(),
        userOptions,
        method.setup());
  }

  /** The commands and scripts that {@link #submit} would use. */
  void preview(CacheDirectory cache, SubmissionRow draft, SlurmSettings settings) {
    terminal.println(cost(draft.samples(), draft.jobs().size(), settings));
    terminal.println("");
    SlurmSubmitter.preview(cache, slurm, draft, settings).forEach(terminal::println);
  }

  /** Submits jobs of a submission whose classes are in place. */
  void submit(Catalog catalog, SubmissionRow submission, List<JobRow> jobs, SlurmSettings settings)
      throws IOException {
    long samples = jobs.stream().mapToLong(JobRow::missing).sum();
    terminal.notice(cost(samples, jobs.size(), settings));
    List<JobId> ids =
        new SlurmSubmitter(catalog, slurm, System.getenv()).submit(submission, jobs, settings);
    terminal.println(
        "submission %d is Slurm job %s; follow it with: %s"
            .formatted(
                submission.id(),
                String.join(", ", ids.stream().map(JobId::toString).toList()),
                ProposedCommand.command(
                    catalog.directory().user(), "status", Long.toString(submission.id()))));
    terminal.flush();
  }

  private static String cost(long samples, int jobs, SlurmSettings settings) {
    Duration atMost = settings.time().duration().multipliedBy(jobs);
    return "%d samples, %d jobs, time limit %s, at most %s CPU hours"
        .formatted(samples, jobs, settings.time(), Durations.hours(atMost));
  }

  /** Waits for the end of a submission if that was asked for. */
  ExitCode waitIfWanted(Catalog catalog, long submission) throws IOException, InterruptedException {
    return options.waits()
        ? new Waiting(terminal, catalog, Optional.of(slurm), options.pollSeconds())
            .forEnd(submission)
        : ExitCode.DONE;
  }
}
