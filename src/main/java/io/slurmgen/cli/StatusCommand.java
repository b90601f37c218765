package io.slurmgen.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.TaskStatus;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** Shows how far submissions are. */
final class StatusCommand implements Command {

  private static final int LOG_LINES = 20;
  private static final int MOST_LOGS = 20;

  @Argument(
      metaVar = "SUBMISSION",
      usage = "its number (default: all that lack samples, but for cancelled ones)")
  @WholeNumber(from = 1, hint = SubmissionChoice.HINT)
  private Long number;

  @Option(name = "--task", metaVar = "K", usage = "the output of job K, failed or not")
  @WholeNumber(from = 0)
  private Integer task;

  @Option(name = "--all", usage = "also those that are complete, cancelled or taken over by others")
  private boolean all;

  @Option(name = "--json", usage = "print JSON")
  private boolean json;

  @Override
  public String description() {
    return """
        Shows how far submissions are: samples recorded of those asked for, jobs by state, rate,
        time left, and why jobs failed. With a SUBMISSION also the last lines of the output of its
        failed tasks.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    if (task != null && number == null) {
      throw new UserError(
          "--task " + task + ": say of which submission, as slurm-gen status 3 --task 0");
    }
    Optional<Catalog> opened = Catalog.open(new CacheDirectory(directory), Clock.systemUTC());
    if (opened.isEmpty()) {
      return nothing(terminal);
    }
    try (Catalog catalog = opened.get()) {
      List<SubmissionRow> chosen = chosen(catalog);
      Map<Long, TaskStatus> slurm = Following.asFarAsPossible(terminal, catalog, chosen);
      List<SubmissionStatus> statuses =
          chosen(catalog).stream().map(now -> new SubmissionStatus(now, slurm)).toList();
      return show(terminal, catalog, statuses);
    }
  }

  private ExitCode nothing(Terminal terminal) {
    if (number != null) {
      throw SubmissionChoice.unknown(number);
    }
    terminal.println(json ? "{\"submissions\":[]}" : "no submissions");
    return ExitCode.DONE;
  }

  private List<SubmissionRow> chosen(Catalog catalog) throws IOException {
    if (number != null) {
      return List.of(SubmissionChoice.find(catalog, number));
    }
    List<SubmissionRow> some =
        all ? catalog.submissions().all() : catalog.submissions().unfinished();
    return some.stream().filter(s -> all || needsAttention(s)).toList();
  }

  private static boolean needsAttention(SubmissionRow submission) {
    SubmissionStatus status = new SubmissionStatus(submission, Map.of());
    boolean lacksSamples = submission.isActive() || submission.recorded() < submission.samples();
    return lacksSamples && !status.isReleased() && !status.isCancelled();
  }

  private ExitCode show(Terminal terminal, Catalog catalog, List<SubmissionStatus> statuses)
      throws IOException {
    TaskLogs logs = new TaskLogs(catalog);
    if (json) {
      printJson(terminal, logs, statuses);
      return ExitCode.DONE;
    }
    if (statuses.isEmpty()) {
      terminal.println(all ? "no submissions" : "no unfinished submissions");
    }
    for (SubmissionStatus status : statuses) {
      new StatusText(terminal, catalog).print(status);
      if (number != null) {
        printLogs(terminal, logs, status);
      }
    }
    return ExitCode.DONE;
  }

  private static void printJson(Terminal terminal, TaskLogs logs, List<SubmissionStatus> statuses)
      throws IOException {
    Instant now = Instant.now();
    List<StatusJson> submissions = new ArrayList<>();
    for (SubmissionStatus status : statuses) {
      submissions.add(StatusJson.of(status, logs, now));
    }
    terminal.println(new ObjectMapper().writeValueAsString(Map.of("submissions", submissions)));
  }

  private void printLogs(Terminal terminal, TaskLogs logs, SubmissionStatus status)
      throws IOException {
    List<JobRow> jobs = task == null ? failed(status) : List.of(job(status));
    for (JobRow job : jobs.stream().limit(MOST_LOGS).toList()) {
      Optional<Path> log = logs.of(job);
      if (log.isPresent()) {
        terminal.println("--- job %d, %s".formatted(job.number(), log.get()));
        TaskLogs.lastLines(log.get(), LOG_LINES).forEach(terminal::println);
      } else if (task != null || logs.areGone(status.submission(), job)) {
        terminal.println(withoutLog(logs, status.submission(), job));
      }
    }
    if (jobs.size() > MOST_LOGS) {
      terminal.println(
          "--- and %d more; --task K shows the output of one".formatted(jobs.size() - MOST_LOGS));
    }
  }

  private static String withoutLog(TaskLogs logs, SubmissionRow submission, JobRow job) {
    return logs.areGone(submission, job)
        ? "job %d: its output is gone, as gc removes that of finished submissions"
            .formatted(job.number())
        : "job %d has no output".formatted(job.number());
  }

  private static List<JobRow> failed(SubmissionStatus status) {
    return status.unfinished().stream().filter(SubmissionStatus::failed).toList();
  }

  private JobRow job(SubmissionStatus status) {
    return status.submission().jobs().stream()
        .filter(job -> job.number() == task)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "submission %d has no job %d, only 0 to %d"
                        .formatted(number, task, status.submission().jobs().size() - 1)));
  }
}
