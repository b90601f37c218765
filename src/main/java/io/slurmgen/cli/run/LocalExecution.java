package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.ProgressDisplay;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.LocalRun;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Runs a submission in this process, shows how far it is, and keeps what there is on Ctrl-C. */
public final class LocalExecution {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final JobEnd TIMEOUT =
      JobEnd.of(JobState.INTERRUPTED, EndReason.TIMEOUT, "TIMEOUT: reached its --time");

  /** Slurm and most people wait a little between SIGTERM and SIGKILL. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Catalog catalog;
  private final SubmissionRow submission;
  private final long startNanos;
  private final LocalReport report;

  public LocalExecution(
      Terminal terminal, Catalog catalog, SubmissionRow submission, long startNanos) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.submission = submission;
    this.startNanos = startNanos;
    this.report = new LocalReport(terminal, catalog, submission, startNanos);
  }

  public ExitCode run(Recipe recipe, ExecutionOptions options)
      throws IOException, InterruptedException {
    report.start(options.workers());
    LocalRun run =
        LocalRun.start(
            catalog, submission, recipe, options.workers(), terminal::notice, startNanos);
    ProgressDisplay progress = ProgressDisplay.start(terminal, report.wanted());
    StopOnSignal onSignal = StopOnSignal.arm(() -> stop(run, progress));
    boolean undisturbed;
    try (progress) {
      follow(run, progress, options.localTimeLimit());
    } finally {
      undisturbed = onSignal.disarm();
    }
    if (!undisturbed) {
      return ExitCode.FAILED;
    }
    return report.end(run.ended(), run.close());
  }

  private void follow(LocalRun run, ProgressDisplay progress, Optional<Duration> limit)
      throws IOException, InterruptedException {
    long endNanos = startNanos + limit.orElse(FOR_EVER).toNanos();
    while (!run.await(ProgressDisplay.INTERVAL)) {
      progress.show(run.made());
      if (System.nanoTime() - endNanos > 0) {
        progress.close();
        terminal.notice(
            "the time limit of " + Durations.text(limit.orElse(FOR_EVER)) + " is reached");
        run.stop(TIMEOUT, STOP_PATIENCE);
        return;
      }
    }
    progress.show(run.made());
  }

  /** Runs while the process ends, so it must not throw. */
  private void stop(LocalRun run, ProgressDisplay progress) {
    try {
      boolean isExit = StopOnSignal.isExitCalled();
      progress.close();
      boolean recorded =
          run.stop(isExit ? StopOnSignal.EXIT_CALLED : Task.INTERRUPTED, STOP_PATIENCE);
      if (isExit) {
        report.exited(run.made(), recorded);
        Runtime.getRuntime().halt(ExitCode.FAILED.number());
      }
      report.interrupted(run.made(), recorded);
    } catch (IOException | RuntimeException e) {
      terminal.notice("interrupted; what is kept is not known: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
