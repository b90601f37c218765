package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.SlurmState;
import io.slurmgen.slurm.TaskStatus;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.ProposedCommand;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** The state of submissions as people read it. */
final class StatusText {

  private static final int MOST_FAILURES = 20;

  private final Terminal terminal;
  private final Catalog catalog;
  private final TaskLogs logs;

  StatusText(Terminal terminal, Catalog catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.logs = new TaskLogs(catalog);
  }

  /** A line for the whole and one for each job that ended without all its samples. */
  void print(SubmissionStatus status) throws IOException {
    SubmissionRow submission = status.submission();
    terminal.println(
        "submission %d: %s, %d of %d samples, jobs %s%s"
            .formatted(
                submission.id(),
                what(submission),
                submission.recorded(),
                submission.samples(),
                jobs(status),
                pace(status)));
    printUnknown(status);
    for (JobRow job : status.unfinished().stream().limit(MOST_FAILURES).toList()) {
      print(status, job);
    }
    if (status.unfinished().size() > MOST_FAILURES) {
      terminal.println("  and %d more".formatted(status.unfinished().size() - MOST_FAILURES));
    }
    if (!status.unfinished().isEmpty() && !submission.isActive()) {
      terminal.println("  to make the missing samples: " + retry(status));
    }
  }

  /** What is not understood of a job is no reason to say nothing of the others. */
  private void printUnknown(SubmissionStatus status) {
    for (JobRow job : status.submission().jobs()) {
      TaskStatus slurm = status.slurm().get(job.id());
      if (slurm != null && slurm.state() == SlurmState.UNKNOWN) {
        terminal.println("  job %d: %s".formatted(job.number(), slurm.reason()));
      }
    }
  }

  static String what(SubmissionRow submission) {
    String set = submission.paramSet().dataset() + " " + submission.paramSet().number();
    return submission
        .preprocessing()
        .map(derived -> set + " " + derived.group() + " (" + derived.preprocessor() + ")")
        .orElse(set);
  }

  private static String jobs(SubmissionStatus status) {
    return status.counts().entrySet().stream()
        .map(count -> count.getValue() + " " + lower(count.getKey()) + why(status, count.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String why(SubmissionStatus status, JobState state) {
    String reasons = state == JobState.PENDING ? whyPending(status) : "";
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }

  /** Why Slurm lets jobs wait, in its own words such as Resources; empty if it does not say. */
  static String whyPending(SubmissionStatus status) {
    return status.submission().jobs().stream()
        .filter(job -> job.state() == JobState.PENDING)
        .map(job -> status.slurm().get(job.id()))
        .filter(slurm -> slurm != null && slurm.state().isPending())
        .map(TaskStatus::reason)
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String lower(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String pace(SubmissionStatus status) {
    Instant now = Instant.now();
    String rate =
        status
            .perSecond(now)
            .map(perSecond -> String.format(Locale.ROOT, ", %.3g samples a second", perSecond))
            .orElse("");
    return rate + status.left(now).map(left -> ", " + Durations.text(left) + " left").orElse("");
  }

  private void print(SubmissionStatus status, JobRow job) throws IOException {
    TaskStatus slurm = status.slurm().get(job.id());
    String node =
        slurm != null && !slurm.node().isEmpty()
            ? slurm.node()
            : job.newest().map(JobRow.Newest::node).orElse("no node");
    terminal.println(
        "  job %d %s: %s; %d of %d samples, on %s%s"
            .formatted(
                job.number(),
                lower(job.state()),
                job.error().orElse("no reason known"),
                job.recorded(),
                job.ranges().samples(),
                node,
                logs.of(job).map(log -> ", log " + log).orElse("")));
  }

  private String retry(SubmissionStatus status) {
    String id = Long.toString(status.submission().id());
    boolean onlyGenerator =
        status.unfinished().stream()
            .allMatch(job -> job.reason().filter(EndReason.GENERATOR::equals).isPresent());
    return onlyGenerator
        ? ProposedCommand.command(catalog.directory().user(), "retry", id, "--all")
        : ProposedCommand.command(catalog.directory().user(), "retry", id);
  }
}
