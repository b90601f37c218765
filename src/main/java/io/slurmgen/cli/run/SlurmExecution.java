package io.slurmgen.cli.run;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.SbatchException;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.TimeLimit;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.Plan;
import io.slurmgen.submission.SlurmSettings;
import io.slurmgen.submission.SlurmSubmitter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the jobs of a submission to Slurm, and tells what was asked for. */
public final class SlurmExecution {

  private final Terminal terminal;
  private final Slurm slurm;
  private final ExecutionOptions options;

  public SlurmExecution(Terminal terminal, Slurm slurm, ExecutionOptions options) {
    this.terminal = terminal;
    this.slurm = slurm;
    this.options = options;
  }

  /**
   * What the dataset's settings, the options and earlier runs come to.
   *
   * @param ask whether to tell the cost, and to ask before a limit that comes from other parameter
   *     sets is used
   * @return empty if the person said no
   * @throws UserError if nothing tells how long the jobs take
   */
  public Optional<SlurmSettings> settings(
      CacheDirectory cache, Plan plan, MethodSettings method, boolean ask) throws IOException {
    SlurmSubmitter.check(cache);
    TimeLimit time =
        options
            .timeLimit()
            .or(() -> plan.timePerJob().map(SlurmExecution::limit))
            .orElseThrow(
                () ->
                    new UserError(
                        "--time must be given for the first run, such as --time 30 for 30 minutes:"
                            + " no earlier run tells how long "
                            + method.name()
                            + " takes"));
    SlurmSettings settings = settings(time, method);
    if (ask) {
      tellCost(plan.samples(), plan.jobs(), settings);
    }
    if (options.timeLimit().isEmpty() && plan.ofOtherParamSets()) {
      terminal.notice("the time limit " + time + " is measured on other parameter sets");
      if (ask && !options.yes() && !terminal.confirm("Submit with this limit?")) {
        return Optional.empty();
      }
    }
    return Optional.of(settings);
  }

  private static TimeLimit limit(Duration perJob) {
    if (perJob.compareTo(TimeLimit.LONGEST) > 0) {
      throw new UserError(
          "a job would take more than ten years (%s); ask for fewer samples, more --njobs, or give --time"
              .formatted(Durations.text(perJob)));
    }
    return new TimeLimit(perJob);
  }

  /** The dataset's settings and the options with a time limit. */
  public SlurmSettings settings(TimeLimit time, MethodSettings method) {
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

  /**
   * Submits jobs of a submission whose classes are in place. Where it is not known yet whether
   * nodes can take turns in writing to the catalog, waits a while for the first task to try it out.
   *
   * @param jobs by what they need: those that need the same go into one array
   * @throws IOException if Slurm refuses or does not answer, with sbatch's own text and the next
   *     command
   */
  public void submit(
      Catalog catalog, SubmissionRow submission, Map<SlurmSettings, List<JobRow>> jobs)
      throws IOException, InterruptedException {
    try (TaskTrial trial = TaskTrial.beforeSubmission(catalog, terminal::notice)) {
      for (Map.Entry<SlurmSettings, List<JobRow>> alike : jobs.entrySet()) {
        submit(catalog, submission, alike.getValue(), alike.getKey());
      }
      trial.awaitTask(submission.id());
    }
  }

  private void submit(
      Catalog catalog, SubmissionRow submission, List<JobRow> jobs, SlurmSettings settings)
      throws IOException {
    List<JobId> ids = submitOrSayWhatNext(catalog, submission, jobs, settings);
    terminal.println(
        "submission %d is Slurm job %s; follow it with: %s"
            .formatted(
                submission.id(),
                String.join(", ", ids.stream().map(JobId::toString).toList()),
                ProposedCommand.command(
                    catalog.directory().user(), "status", Long.toString(submission.id()))));
    terminal.flush();
  }

  private List<JobId> submitOrSayWhatNext(
      Catalog catalog, SubmissionRow submission, List<JobRow> jobs, SlurmSettings settings)
      throws IOException {
    try {
      return new SlurmSubmitter(catalog, slurm, System.getenv()).submit(submission, jobs, settings);
    } catch (SbatchException e) {
      Path directory = catalog.directory().user();
      String id = Long.toString(submission.id());
      String next =
          e.outcomeUnknown()
              ? "whether Slurm has taken submission %s is not known; this will find it out: %s"
                  .formatted(id, ProposedCommand.command(directory, "status", id))
              : "submission %s failed; mend the option and run: %s --sbatch OPTIONS"
                  .formatted(id, ProposedCommand.command(directory, "retry", id));
      throw new IOException(e.getMessage() + "\n" + next, e);
    }
  }

  /** Prints the most that jobs are going to take. */
  public void tellCost(long samples, int jobs, SlurmSettings settings) {
    terminal.notice(cost(samples, jobs, settings));
  }

  private static String cost(long samples, int jobs, SlurmSettings settings) {
    Duration atMost = settings.time().duration().multipliedBy(jobs);
    return "%s, %s, time limit %s, at most %s CPU hours"
        .formatted(
            Numbers.counted(samples, "sample"),
            Numbers.counted(jobs, "job"),
            settings.time(),
            Durations.hours(atMost));
  }

  /** Waits for the end of a submission if that was asked for. */
  public ExitCode waitIfWanted(Catalog catalog, long submission)
      throws IOException, InterruptedException {
    return options.waits()
        ? new Waiting(terminal, catalog, Optional.of(slurm), options.pollSeconds())
            .forEnd(submission)
        : ExitCode.DONE;
  }
}
