package io.slurmgen.cli;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.AttemptStart;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.Submitter;
import io.slurmgen.dataset.DatasetClasses;
import io.slurmgen.submission.SlurmSubmitter;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.Recorder;
import io.slurmgen.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.kohsuke.args4j.Argument;

/**
 * What a batch script runs: one attempt of one job. SIGTERM ends it between two samples; what it
 * made is recorded then.
 */
final class TaskCommand implements Command {

  /** Until the time limit at the longest: the samples are on disk already. */
  private static final Duration RECORD_PATIENCE = Duration.ofMinutes(30);

  private static final JobEnd TIMEOUT =
      JobEnd.of(JobState.INTERRUPTED, EndReason.TIMEOUT, "TIMEOUT: stopped before its time limit");

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  @Argument(index = 0, metaVar = "SUBMISSION", required = true, usage = "its number")
  private long submission;

  @Argument(index = 1, metaVar = "JOB", required = true, usage = "the job's number within it")
  private int job;

  @Override
  public String description() {
    return "Runs one job of a submission. Batch scripts call it; people have no need to.";
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    long startNanos = System.nanoTime();
    CacheDirectory cache = new CacheDirectory(directory);
    Path folder = cache.submission(submission);
    try (Catalog catalog = SubmissionChoice.open(directory, submission);
        DatasetClasses classes = DatasetClasses.open(SlurmSubmitter.classes(folder))) {
      AttemptRow attempt = catalog.attempts().start(start(classes.codeHash()));
      terminal.notice(
          "submission %d, job %d, attempt %d on %s: %d samples are missing"
              .formatted(
                  submission,
                  job,
                  attempt.number(),
                  Submitter.thisNode(),
                  attempt.missing().samples()));
      return run(terminal, catalog, Recipes.of(catalog, classes, attempt), attempt, startNanos);
    }
  }

  private AttemptStart start(String codeHash) {
    Map<String, String> environment = System.getenv();
    Optional<String> slurmJob =
        Optional.ofNullable(environment.get("SLURM_ARRAY_JOB_ID"))
            .map(array -> array + "_" + environment.get("SLURM_ARRAY_TASK_ID"));
    return new AttemptStart(
        submission,
        job,
        environment.getOrDefault("SLURMD_NODENAME", Submitter.thisNode()),
        slurmJob,
        slurmJob.map(task -> ".submissions/" + submission + "/logs/" + task + ".log"),
        codeHash);
  }

  private static ExitCode run(
      Terminal terminal, Catalog catalog, Recipe recipe, AttemptRow attempt, long startNanos)
      throws IOException {
    Recorder recorder = Recorder.start(catalog, terminal::notice);
    LongAdder made = new LongAdder();
    Task task = new Task(catalog, recorder, recipe, attempt, RECORD_PATIENCE, startNanos, made);
    Thread onSignal = new Thread(() -> stop(terminal, recorder, task, made), "slurm-gen stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    Task.Outcome outcome = task.run();
    recorder.close(RECORD_PATIENCE);
    Runtime.getRuntime().removeShutdownHook(onSignal);
    return report(terminal, outcome, made.sum());
  }

  private static ExitCode report(Terminal terminal, Task.Outcome outcome, long made) {
    terminal.notice(made + " samples made");
    outcome.end().error().ifPresent(error -> terminal.notice("slurm-gen: " + error));
    // The log of a task is the only place where a user can see where the generator failed.
    outcome.cause().map(Exception::getCause).ifPresent(e -> e.printStackTrace(terminal.err()));
    return outcome.end().state() == JobState.DONE ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Runs while the process ends, so it must not throw. */
  private static void stop(Terminal terminal, Recorder recorder, Task task, LongAdder made) {
    try {
      task.stop(SlurmDeadline.isNear(System.getenv(), Instant.now()) ? TIMEOUT : Task.INTERRUPTED);
      boolean recorded = recorder.close(STOP_PATIENCE);
      task.recordStop();
      terminal.notice(
          "stopped by a signal: %d samples made%s"
              .formatted(made.sum(), recorded ? "" : "; they are recorded by the next command"));
    } catch (IOException | RuntimeException e) {
      terminal.notice("stopped by a signal; " + e.getMessage());
    }
  }
}
