package io.slurmgen.cli.text;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The state of submissions as people read it. */
public final class StatusText {

  private static final int MOST_LINES = 20;

  private final Terminal terminal;
  private final Catalog catalog;
  private final TaskLogs logs;

  public StatusText(Terminal terminal, Catalog catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.logs = new TaskLogs(catalog);
  }

  /**
   * A line for the whole, one for each kind of jobs that failed, and what can be done about them.
   */
  public void print(SubmissionStatus status) throws IOException {
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
    printUnfinished(status);
    int released = status.unfinished().size() - status.retriable().size();
    if (released > 0) {
      terminal.println("  " + released(released));
    }
    if (!submission.isActive()) {
      RetryHint.of(catalog.directory().user(), status)
          .ifPresent(hint -> terminal.println("  " + hint));
    }
  }

  private void printUnfinished(SubmissionStatus status) throws IOException {
    Map<String, List<JobRow>> alike =
        status.retriable().stream()
            .collect(
                Collectors.groupingBy(StatusText::kind, LinkedHashMap::new, Collectors.toList()));
    int more = 0;
    int lines = 0;
    for (List<JobRow> jobs : alike.values()) {
      if (lines++ >= MOST_LINES) {
        more += jobs.size();
      } else if (jobs.size() == 1 && SubmissionStatus.failed(jobs.get(0))) {
        print(status, jobs.get(0));
      } else {
        print(jobs);
      }
    }
    if (more > 0) {
      terminal.println("  and %d more".formatted(more));
    }
  }

  /** Jobs that differ in nothing that is worth a line of its own; others are of their own kind. */
  private static String kind(JobRow job) {
    if (!SubmissionStatus.failed(job)) {
      return lower(job.state());
    }
    boolean hasNoOutput =
        job.jobArrayId().isEmpty()
            || job.reason().stream().anyMatch(EndReason.NOT_SUBMITTED::equals);
    return hasNoOutput ? job.state() + job.error().orElse("") : "job " + job.number();
  }

  private void print(List<JobRow> alike) {
    JobRow first = alike.get(0);
    boolean sameError = alike.stream().allMatch(job -> job.error().equals(first.error()));
    terminal.println(
        "  %s %s%s; %d of %d samples"
            .formatted(
                Numbers.counted(alike.size(), "job"),
                lower(first.state()),
                sameError ? first.error().map(error -> ": " + error).orElse("") : "",
                alike.stream().mapToLong(JobRow::recorded).sum(),
                alike.stream().mapToLong(job -> job.ranges().samples()).sum()));
  }

  /** Says that a job's state is not understood, which is no reason to say nothing of the others. */
  private void printUnknown(SubmissionStatus status) {
    for (JobRow job : status.submission().jobs()) {
      TaskStatus slurm = status.slurm().get(job.id());
      if (slurm != null && slurm.state() == SlurmState.UNKNOWN) {
        terminal.println("  job %d: %s".formatted(job.number(), slurm.reason()));
      }
    }
  }

  /** Returns a line such as 4 jobs released: later submissions make their missing samples. */
  public static String released(int jobs) {
    return "%s released: later submissions make %s missing samples"
        .formatted(Numbers.counted(jobs, "job"), jobs == 1 ? "its" : "their");
  }

  public static String what(SubmissionRow submission) {
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
  public static String whyPending(SubmissionStatus status) {
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
            .map(perSecond -> ", " + Numbers.rounded(perSecond) + " samples a second")
            .orElse("");
    return rate + status.left(now).map(left -> ", " + Durations.text(left) + " left").orElse("");
  }

  private void print(SubmissionStatus status, JobRow job) throws IOException {
    TaskStatus slurm = status.slurm().get(job.id());
    String node =
        slurm != null && !slurm.node().isEmpty()
            ? slurm.node()
            : job.newest().map(JobRow.Newest::node).orElse("");
    String error = job.error().orElse("no reason known");
    boolean tellsNode = node.isEmpty() || (error + " ").contains(" on " + node + " ");
    terminal.println(
        "  job %d %s: %s; %d of %d samples%s%s"
            .formatted(
                job.number(),
                lower(job.state()),
                error,
                job.recorded(),
                job.ranges().samples(),
                tellsNode ? "" : ", on " + node,
                logs.of(job).map(log -> ", log " + log).orElse("")));
  }
}
