package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.RetryHint;
import io.slurmgen.cli.text.StatusText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.LocalRun;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines about a submission that this process runs. */
final class LocalReport {

  private static final int MOST_FAILURES = 5;

  private final Terminal terminal;
  private final Catalog catalog;
  private final SubmissionRow submission;
  private final long startNanos;
  private final List<JobRow> jobs;

  LocalReport(Terminal terminal, Catalog catalog, SubmissionRow submission, long startNanos) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.submission = submission;
    this.startNanos = startNanos;
    this.jobs = submission.jobs().stream().filter(job -> job.state() == JobState.PENDING).toList();
  }

  /** How many samples are to be made. */
  long wanted() {
    return jobs.stream().mapToLong(JobRow::missing).sum();
  }

  void start(int workers) {
    terminal.notice(
        "submission %d: %s of %s in %s on %s"
            .formatted(
                submission.id(),
                Numbers.counted(wanted(), "sample"),
                StatusText.what(submission),
                Numbers.counted(jobs.size(), "job"),
                Numbers.counted(Math.min(workers, jobs.size()), "thread")));
  }

  /**
   * The summary line, and why jobs failed.
   *
   * @param recorded whether all that was made is recorded
   */
  ExitCode end(List<LocalRun.Ended> ended, boolean recorded) throws IOException {
    SubmissionRow now = catalog.submissions().find(submission.id()).orElseThrow();
    terminal.println(
        "%s in %s; %s%s now"
            .formatted(
                made(now.recorded() - submission.recorded(), wanted()),
                Durations.text(Duration.ofNanos(System.nanoTime() - startNanos)),
                submission.recorded() == 0 ? "" : ofSubmission(now) + "; ",
                total(now)));
    List<LocalRun.Ended> failed =
        ended.stream().filter(job -> job.outcome().end().state() != JobState.DONE).toList();
    failed.stream().limit(MOST_FAILURES).forEach(this::tell);
    if (failed.size() > MOST_FAILURES) {
      terminal.notice(
          "and %d more; all: %s".formatted(failed.size() - MOST_FAILURES, command("status")));
    }
    if (!recorded) {
      terminal.notice("the catalog is locked; the next command records the other samples");
    } else if (now.recorded() < now.samples()) {
      RetryHint.of(catalog.directory().user(), new SubmissionStatus(now, Map.of()))
          .ifPresent(terminal::notice);
    }
    return failed.isEmpty() && now.recorded() == now.samples() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String made(long made, long wanted) {
    String samples = Numbers.counted(wanted, "sample");
    return made == wanted ? samples : made + " of " + samples;
  }

  /** Said of a retry, which makes only what earlier runs have left. */
  private static String ofSubmission(SubmissionRow now) {
    return now.recorded() == now.samples()
        ? "all %d of submission %d are there".formatted(now.samples(), now.id())
        : "%d of the %d of submission %d are there"
            .formatted(now.recorded(), now.samples(), now.id());
  }

  private String total(SubmissionRow now) throws IOException {
    ParamSetCounts counts = catalog.counts().of(now.paramSet());
    String samples =
        now.preprocessing()
            .map(derived -> Numbers.counted(preprocessed(counts, derived), "sample"))
            .orElseGet(() -> Numbers.counted(counts.raw().samples(), "raw sample"));
    return StatusText.what(now) + " has " + samples;
  }

  private static long preprocessed(ParamSetCounts counts, SubmissionRow.Preprocessing derived) {
    return counts.groups().stream()
        .flatMap(group -> group.preprocessed().stream())
        .filter(row -> row.id() == derived.preprocessedId())
        .mapToLong(PreprocessedRow::samples)
        .sum();
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

  /**
   * What is said when a signal ends the process.
   *
   * @param made samples made by this process
   * @param recorded whether they are recorded
   */
  void interrupted(long made, boolean recorded) {
    terminal.notice(
        "interrupted: %s; to make the rest: %s".formatted(kept(made, recorded), command("retry")));
  }

  /**
   * What is said when the user's code ends the process.
   *
   * @param made samples made by this process
   * @param recorded whether they are recorded
   */
  void exited(long made, boolean recorded) {
    terminal.notice(
        "%s: %s; to make the rest, once it is mended: %s"
            .formatted(
                StopOnSignal.EXIT_CALLED.error().orElseThrow(),
                kept(made, recorded),
                command("retry", "--all")));
  }

  private String kept(long made, boolean recorded) {
    return "%d of %s made and kept%s"
        .formatted(
            made,
            Numbers.counted(wanted(), "sample"),
            recorded ? "" : ", which the next command records");
  }

  private String command(String verb, String... options) {
    List<String> words = new ArrayList<>(List.of(verb, Long.toString(submission.id())));
    words.addAll(List.of(options));
    return ProposedCommand.command(catalog.directory().user(), words.toArray(String[]::new));
  }
}
