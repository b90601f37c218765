package io.slurmgen.cli.verbs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.SubmissionChoice;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.run.TaskTrial;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.StatusJson;
import io.slurmgen.cli.text.StatusText;
import io.slurmgen.cli.text.TaskLogs;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows how far submissions are. */
public final class StatusCommand implements Command {

  private static final int LOG_LINES = 20;
  private static final int MOST_LOGS = 20;

  private final Input<Long> number =
      SubmissionChoice.inputOr("all that lack samples, but for cancelled ones");

  private final Input<Long> task =
      InputForm.option("--task", "K", "the output of job K, failed or not")
          .wholeNumber(0, Integer.MAX_VALUE);

  private final Input<Boolean> all =
      InputForm.option("--all", "also those that are complete, cancelled or taken over by others")
          .flag();

  private final Input<Boolean> json = InputForm.option("--json", "print JSON").flag();

  @Override
  public String description() {
    return """
    Shows how far submissions are: samples recorded of those asked for, jobs by state, rate,
    time left, and why jobs failed. With a SUBMISSION also the last lines of the output of its
    failed tasks.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(number, task, all, json);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    if (task.hasValue() && !number.hasValue()) {
      throw new UserError(
          "--task %d: say of which submission, as %s"
              .formatted(
                  task.value(),
                  ProposedCommand.command(
                      directory, "status", "3", "--task", Long.toString(task.value()))));
    }
    Optional<Catalog> opened = Catalog.open(new CacheDirectory(directory), Clock.systemUTC());
    if (opened.isEmpty()) {
      return nothing(terminal);
    }
    try (Catalog catalog = opened.get()) {
      List<SubmissionRow> chosen = chosen(catalog);
      Map<Long, TaskStatus> slurm = Following.asFarAsPossible(terminal, catalog, chosen);
      TaskTrial.tellIfTasksAppend(catalog, terminal::notice);
      List<SubmissionStatus> statuses =
          chosen(catalog).stream().map(now -> new SubmissionStatus(now, slurm)).toList();
      return show(terminal, catalog, statuses);
    }
  }

  private ExitCode nothing(Terminal terminal) {
    if (number.hasValue()) {
      throw SubmissionChoice.unknown(number.value());
    }
    terminal.println(json.value() ? "{\"submissions\":[]}" : "no submissions");
    return ExitCode.DONE;
  }

  private List<SubmissionRow> chosen(Catalog catalog) throws IOException {
    if (number.hasValue()) {
      return List.of(SubmissionChoice.find(catalog, number.value()));
    }
    List<SubmissionRow> some =
        all.value() ? catalog.submissions().all() : catalog.submissions().unfinished();
    return some.stream().filter(s -> all.value() || needsAttention(s)).toList();
  }

  private static boolean needsAttention(SubmissionRow submission) {
    SubmissionStatus status = new SubmissionStatus(submission, Map.of());
    boolean lacksSamples = submission.isActive() || submission.recorded() < submission.samples();
    return lacksSamples && !status.isReleased() && !status.isCancelled();
  }

  private ExitCode show(Terminal terminal, Catalog catalog, List<SubmissionStatus> statuses)
      throws IOException {
    TaskLogs logs = new TaskLogs(catalog);
    if (json.value()) {
      printJson(terminal, logs, statuses);
      return ExitCode.DONE;
    }
    if (statuses.isEmpty()) {
      terminal.println(all.value() ? "no submissions" : "no unfinished submissions");
    }
    for (SubmissionStatus status : statuses) {
      new StatusText(terminal, catalog).print(status);
      if (number.hasValue()) {
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
    List<JobRow> jobs = task.hasValue() ? List.of(job(status)) : failed(status);
    for (JobRow job : jobs.stream().limit(MOST_LOGS).toList()) {
      Optional<Path> log = logs.of(job);
      if (log.isPresent()) {
        terminal.println("--- job %d, %s".formatted(job.number(), log.get()));
        TaskLogs.lastLines(log.get(), LOG_LINES).forEach(terminal::println);
      } else if (task.hasValue() || logs.areGone(status.submission(), job)) {
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
        .filter(job -> job.number() == task.value())
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "submission %d has no job %d, only 0 to %d"
                        .formatted(
                            number.value(), task.value(), status.submission().jobs().size() - 1)));
  }
}
