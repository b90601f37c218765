package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.TaskStatus;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
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

  /** A line for the whole, one for each job that failed, and what can be done about them. */
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
    printFailures(status);
    int released = status.unfinished().size() - status.retriable().size();
    if (released > 0) {
      terminal.println("  " + released(released));
    }
    if (!submission.isActive()) {
      RetryHint.of(catalog.directory().user(), status)
          .ifPresent(hint -> terminal.println("  " + hint));
    }
  }

  private void printFailures(SubmissionStatus status) throws IOException {
    List<JobRow> failed = status.retriable();
    for (JobRow job : failed.stream().limit(MOST_FAILURES).toList()) {
      print(status, job);
    }
    if (failed.size() > MOST_FAILURES) {
      terminal.println("  and %d more".formatted(failed.size() - MOST_FAILURES));
    }
  }

  /** Such as 4 jobs released: later submissions make their missing samples. */
  static String released(int jobs) {
    return "%s released: later submissions make %s missing samples"
        .formatted(Numbers.counted(jobs, "job"), jobs == 1 ? "its" : "their");
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

  /** Why Slurm lets jobs wait, in its own words such as Resources. */
  private static String why(SubmissionStatus status, JobState state) {
    String reasons =
        status.submission().jobs().stream()
            .filter(job -> state == JobState.PENDING && job.state() == state)
            .map(job -> status.slurm().get(job.id()))
            .filter(slurm -> slurm != null && slurm.state().isPending())
            .map(TaskStatus::reason)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
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
}
