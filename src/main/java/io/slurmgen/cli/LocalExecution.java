package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.TimeLimit;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.LocalRun;
import io.slurmgen.submission.ProposedCommand;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a submission in this process, shows how far it is, and keeps what there is on Ctrl-C. */
final class LocalExecution {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final JobEnd TIMEOUT =
      JobEnd.of(JobState.INTERRUPTED, EndReason.TIMEOUT, "TIMEOUT: reached its --time");

  /** Slurm and most people wait a little between SIGTERM and SIGKILL. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Catalog catalog;
  private final SubmissionRow submission;
  private final long startNanos;
  private final AtomicBoolean reported = new AtomicBoolean();

  LocalExecution(Terminal terminal, Catalog catalog, SubmissionRow submission, long startNanos) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.submission = submission;
    this.startNanos = startNanos;
  }

  ExitCode run(Recipe recipe, ExecutionOptions options) throws IOException, InterruptedException {
    List<JobRow> jobs =
        submission.jobs().stream().filter(job -> job.state() == JobState.PENDING).toList();
    long wanted = jobs.stream().mapToLong(JobRow::missing).sum();
    terminal.notice(
        "submission %d: %s, %d samples, %d jobs on %d threads"
            .formatted(
                submission.id(),
                StatusText.what(submission),
                wanted,
                jobs.size(),
                Math.min(options.workers(), jobs.size())));
    LocalRun run =
        LocalRun.start(
            catalog, submission, recipe, options.workers(), terminal::notice, startNanos);
    Thread onSignal = new Thread(() -> stop(run), "slurm-gen stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    follow(run, wanted, options.timeLimit());
    if (!reported.compareAndSet(false, true)) {
      // A signal came: its thread reports, and ends the process.
      onSignal.join();
    }
    run.close();
    Runtime.getRuntime().removeShutdownHook(onSignal);
    return report(run.ended());
  }

  private void follow(LocalRun run, long wanted, Optional<TimeLimit> limit)
      throws IOException, InterruptedException {
    long endNanos = startNanos + limit.map(TimeLimit::duration).orElse(FOR_EVER).toNanos();
    try (ProgressDisplay progress = ProgressDisplay.start(terminal, wanted)) {
      while (!run.await(ProgressDisplay.INTERVAL)) {
        progress.show(run.made());
        if (System.nanoTime() - endNanos > 0) {
          run.stop(TIMEOUT, STOP_PATIENCE);
          return;
        }
      }
      progress.show(run.made());
    }
  }

  private ExitCode report(List<LocalRun.Ended> ended) throws IOException {
    SubmissionRow now = catalog.submissions().find(submission.id()).orElseThrow();
    long raw = Catalogs.counts(catalog, now.paramSet()).raw().samples();
    terminal.println(
        "%d of %d samples in %s; %s %d has %d raw samples now"
            .formatted(
                now.recorded(),
                now.samples(),
                Durations.text(Duration.ofNanos(System.nanoTime() - startNanos)),
                now.paramSet().dataset(),
                now.paramSet().number(),
                raw));
    List<LocalRun.Ended> failed =
        ended.stream().filter(job -> job.outcome().end().state() != JobState.DONE).toList();
    failed.forEach(this::tell);
    boolean all = failed.isEmpty() && now.recorded() == now.samples();
    if (!all) {
      terminal.notice("to make the rest: " + retry());
    }
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void tell(LocalRun.Ended job) {
    terminal.notice(
        "job %d %s: %s"
            .formatted(
                job.job(),
                job.outcome().end().state().name().toLowerCase(Locale.ROOT),
                job.outcome().end().error().orElse("no reason given")));
    if (terminal.isVerbose()) {
      job.outcome().cause().ifPresent(cause -> cause.printStackTrace(terminal.err()));
    }
  }

  private String retry() {
    return ProposedCommand.command(
        catalog.directory().user(), "retry", Long.toString(submission.id()));
  }

  /** Runs while the process ends, so it must not throw. */
  private void stop(LocalRun run) {
    if (!reported.compareAndSet(false, true)) {
      return;
    }
    try {
      boolean recorded = run.stop(Task.INTERRUPTED, STOP_PATIENCE);
      terminal.notice(
          "interrupted: %d of %d samples are kept%s; to make the rest: %s"
              .formatted(
                  run.made(),
                  submission.samples(),
                  recorded ? "" : " and recorded by the next command",
                  retry()));
    } catch (IOException | RuntimeException e) {
      terminal.notice("interrupted; what is kept is not known: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
