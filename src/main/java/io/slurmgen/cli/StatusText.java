package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.TaskStatus;
import io.slurmgen.submission.Durations;
import io.slurmgen.submission.ProposedCommand;
import io.slurmgen.submission.SubmissionStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** The state of submissions as people read it. */
final class StatusText {

  private static final int MOST_FAILURES = 20;

  private final Terminal terminal;
  private final Catalog catalog;

  StatusText(Terminal terminal, Catalog catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
  }

  /** A line for the whole and one for each job that ended without all its samples. */
  void print(SubmissionStatus status) {
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
    status.unfinished().stream().limit(MOST_FAILURES).forEach(job -> print(status, job));
    if (status.unfinished().size() > MOST_FAILURES) {
      terminal.println("  and %d more".formatted(status.unfinished().size() - MOST_FAILURES));
    }
    if (!status.unfinished().isEmpty() && !submission.isActive()) {
      terminal.println("  to make the missing samples: " + retry(status));
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
        .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
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

  private void print(SubmissionStatus status, JobRow job) {
    TaskStatus slurm = status.slurm().get(job.id());
    String node =
        slurm != null && !slurm.node().isEmpty()
            ? slurm.node()
            : job.newest().map(JobRow.Newest::node).orElse("no node");
    terminal.println(
        "  job %d %s: %s; %d of %d samples, on %s%s"
            .formatted(
                job.number(),
                job.state().name().toLowerCase(Locale.ROOT),
                job.error().orElse("no reason known"),
                job.recorded(),
                job.ranges().samples(),
                node,
                new TaskLogs(catalog).of(job).map(log -> ", log " + log).orElse("")));
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
