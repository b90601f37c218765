package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptRecords;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.SubmissionChoice;
import io.slurmgen.cli.run.Recipes;
import io.slurmgen.cli.run.SlurmDeadline;
import io.slurmgen.cli.run.StopOnSignal;
import io.slurmgen.cli.run.TaskReport;
import io.slurmgen.cli.run.TaskStart;
import io.slurmgen.cli.run.TaskStop;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.value.TimeLimit;
import io.slurmgen.submission.NodeTrial;
import io.slurmgen.task.CatalogPatience;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.Recorder;
import io.slurmgen.task.Task;
import io.slurmgen.unrecorded.AppendingRecords;
import io.slurmgen.unrecorded.ReportedAttempts;
import io.slurmgen.unrecorded.TornTails;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a batch script runs: one attempt of one job. SIGTERM ends it between two samples; what it
 * made is recorded then.
 */
public final class TaskCommand implements Command {

  /** Until the time limit at the longest: the samples are on disk already. */
  private static final Duration RECORD_PATIENCE = Duration.ofMinutes(30);

  private final Input<String> time =
      InputForm.option("--time", "T", "the time limit with which it was submitted")
          .required()
          .text();

  private final Input<Long> submission =
      InputForm.argument("SUBMISSION", "its number").wholeNumber(1, Long.MAX_VALUE);

  private final Input<Long> job =
      InputForm.argument("JOB", "the job's number within it").wholeNumber(0, Integer.MAX_VALUE);

  @Override
  public String description() {
    return "Runs one job of a submission. Batch scripts call it; people have no need to.";
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(time, submission, job);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    Instant now = Instant.now();
    TaskStart began = TaskStart.of(System.getenv(), () -> processStart(now), now);
    SlurmDeadline deadline =
        SlurmDeadline.of(System.getenv(), began.instant(), TimeLimit.parse(time.value()));
    CacheDirectory cache = new CacheDirectory(directory);
    Path compiled = cache.withoutLinks(cache.submissionClasses(submission.value()));
    CatalogPatience patience = CatalogPatience.of(deadline.left(Instant.now()), terminal::notice);
    StopOnSignal onSignal =
        StopOnSignal.arm(() -> terminal.notice("stopped by a signal before it has started"));
    tryOutWithSubmitter(terminal, cache);
    boolean onlyAppends = ReportedAttempts.areUsedIn(cache);
    try (Catalog catalog = patience.run(() -> open(cache, onlyAppends));
        DatasetClasses classes = DatasetClasses.open(compiled)) {
      AttemptRecords records =
          onlyAppends ? new AppendingRecords(catalog, Clock.systemUTC()) : catalog.attempts();
      AttemptStart start = start(classes.codeHash());
      AttemptRow attempt = startIn(records, catalog, start, patience, onlyAppends);
      if (!onSignal.disarm()) {
        return ExitCode.FAILED;
      }
      if (onlyAppends) {
        terminal.notice("appending only: what is made is recorded by the next command");
      } else {
        new TornTails(catalog).cutBefore(attempt, terminal::notice);
      }
      // With %d, the formats of numbers would be loaded before the first sample.
      terminal.notice(
          "submission %s, job %s, attempt %s on %s: %s missing"
              .formatted(
                  submission.value(),
                  job.value(),
                  attempt.number(),
                  start.node(),
                  Numbers.counted(attempt.missing().samples(), "sample")));
      Recipe recipe = Recipes.of(catalog, classes, attempt);
      return run(terminal, catalog, records, recipe, attempt, began.nanoTime(), deadline);
    } finally {
      onSignal.disarm();
    }
  }

  /** Before it is decided whether this task only appends; no trouble with it stops a simulation. */
  private static void tryOutWithSubmitter(Terminal terminal, CacheDirectory cache)
      throws InterruptedException {
    try {
      NodeTrial.join(cache, node(System.getenv()))
          .ifPresent(
              outcome ->
                  terminal.notice(
                      "tried out whether this node and that of the submission can take turns: "
                          + outcome.detail()));
    } catch (IOException e) {
      terminal.notice(
          "could not try out whether this node and that of the submission can take turns: "
              + e.getMessage());
    }
  }

  private static String node(Map<String, String> environment) {
    return environment.getOrDefault("SLURMD_NODENAME", Submitter.thisNode());
  }

  /** Opens the catalog; where tasks only append, a copy, which this node's cache does not hide. */
  private Catalog open(CacheDirectory cache, boolean onlyAppends) throws IOException {
    return onlyAppends
        ? Catalog.openCopy(cache, Clock.systemUTC())
            .orElseThrow(() -> new UserError("there is no catalog in " + cache.user()))
        : SubmissionChoice.open(cache.user(), submission.value());
  }

  private AttemptRow startIn(
      AttemptRecords records,
      Catalog catalog,
      AttemptStart start,
      CatalogPatience patience,
      boolean onlyAppends)
      throws IOException {
    if (onlyAppends) {
      return patience.run(() -> records.start(start, RECORD_PATIENCE));
    }
    patience.run(() -> adoptEarlierAttempt(catalog));
    return patience.start(catalog, start);
  }

  private static Instant processStart(Instant otherwise) {
    return ProcessHandle.current().info().startInstant().orElse(otherwise);
  }

  /** A requeued task goes on where the one before it was killed. */
  private Optional<AttemptRow> adoptEarlierAttempt(Catalog catalog) throws IOException {
    if (System.getenv("SLURM_RESTART_COUNT") != null) {
      Optional<AttemptRow> earlier =
          catalog.attempts().newest(submission.value(), job.value().intValue());
      if (earlier.isPresent()) {
        new UnrecordedSegments(catalog).adopt(earlier.get());
      }
      return earlier;
    }
    return Optional.empty();
  }

  private AttemptStart start(String codeHash) {
    Map<String, String> environment = System.getenv();
    Optional<String> slurmJob =
        Optional.ofNullable(environment.get("SLURM_ARRAY_JOB_ID"))
            .map(array -> array + "_" + environment.get("SLURM_ARRAY_TASK_ID"));
    return new AttemptStart(
        submission.value(),
        job.value().intValue(),
        node(environment),
        slurmJob,
        slurmJob.map(task -> ".submissions/" + submission.value() + "/logs/" + task + ".log"),
        codeHash);
  }

  private static ExitCode run(
      Terminal terminal,
      Catalog catalog,
      AttemptRecords records,
      Recipe recipe,
      AttemptRow attempt,
      long startNanos,
      SlurmDeadline deadline)
      throws IOException {
    Recorder recorder = Recorder.start(records, catalog.directory(), terminal::notice);
    LongAdder made = new LongAdder();
    Task task = new Task(catalog, recorder, recipe, attempt, RECORD_PATIENCE, startNanos, made);
    TaskStop stop = TaskStop.watch(terminal, recorder, task, made, deadline);
    Task.Outcome outcome;
    boolean goesOn;
    try {
      outcome = task.run();
      recorder.close(RECORD_PATIENCE);
    } finally {
      goesOn = stop.release(); // Else the end of the process would be taken for a signal.
    }
    return goesOn ? TaskReport.print(terminal, outcome, made.sum()) : ExitCode.FAILED;
  }
}
