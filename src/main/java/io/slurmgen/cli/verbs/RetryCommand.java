package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.RetryChoice;
import io.slurmgen.cli.args.SubmissionChoice;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.run.LocalExecution;
import io.slurmgen.cli.run.MethodSettings;
import io.slurmgen.cli.run.Recipes;
import io.slurmgen.cli.run.RetrySettings;
import io.slurmgen.cli.run.SlurmExecution;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.StatusText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.SlurmSettings;
import io.slurmgen.submission.SlurmSubmitter;
import io.slurmgen.submission.SubmissionStatus;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.RecordedTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs the jobs of a submission again that ended without all their samples. */
public final class RetryCommand implements Command {

  private final Input<Long> number = SubmissionChoice.input();

  private final Input<Boolean> all =
      InputForm.option("--all", "also jobs whose generator failed, which is likely to fail again")
          .flag();

  private final ExecutionOptions execution = new ExecutionOptions();

  @Override
  public String description() {
    return """
    Makes the missing samples of a submission's jobs that failed, were interrupted, lost or
    cancelled; what they have made stays. A job that ran out of time or memory gets 1.5 times
    as much of it. A job whose generator failed is left out unless --all is given. On Slurm the
    jobs run the code that was submitted, here the present code; they keep their sbatch options,
    of which those of --sbatch override the same ones, as --sbatch "--begin=now" does.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return execution.inputsAfter(number, all);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    execution.check();
    long startNanos = System.nanoTime();
    try (Catalog catalog = SubmissionChoice.open(directory, number.value())) {
      SubmissionRow before = SubmissionChoice.find(catalog, number.value());
      Map<Long, TaskStatus> slurm = Following.of(terminal, catalog, List.of(before)).update(before);
      SubmissionRow submission = SubmissionChoice.find(catalog, number.value());
      RetryChoice choice = RetryChoice.of(submission, slurm, all.value());
      List<JobRow> jobs = choice.jobs();
      if (jobs.isEmpty()) {
        return nothing(terminal, catalog.directory().user(), submission, choice);
      }
      choice.tellWhatIsLeftOut().forEach(terminal::notice);
      return submission.executor() == ExecutorKind.LOCAL
          ? here(terminal, catalog, submission, jobs, startNanos)
          : onSlurm(terminal, catalog, submission, jobs);
    }
  }

  private static boolean runsElsewhere(SubmissionRow submission) {
    return submission.executor() == ExecutorKind.LOCAL
        && !submission.node().equals(Submitter.thisNode());
  }

  private String command(Path directory, String verb) {
    return ProposedCommand.command(directory, verb, Long.toString(number.value()));
  }

  private ExitCode nothing(
      Terminal terminal, Path directory, SubmissionRow submission, RetryChoice choice) {
    if (submission.isActive() && runsElsewhere(submission)) {
      throw new UserError(
          "submission %d runs in process %d on %s; if that is gone, %s gives it up"
              .formatted(
                  number.value(),
                  submission.pid(),
                  submission.node(),
                  command(directory, "cancel")));
    }
    if (submission.isActive()) {
      throw new UserError(
          "submission %d has unfinished jobs and none to retry; see %s"
              .formatted(number.value(), command(directory, "status")));
    }
    if (!choice.ending().isEmpty()) {
      throw new UserError(
          "submission %d: %s; see %s"
              .formatted(number.value(), choice.tellEnding(), command(directory, "status")));
    }
    if (!choice.generatorFailed().isEmpty()) {
      terminal.notice(
          "submission %d: %s; to run them again: %s --all"
              .formatted(
                  number.value(), choice.tellGeneratorFailed(), command(directory, "retry")));
      return ExitCode.FAILED;
    }
    if (submission.recorded() == submission.samples()) {
      terminal.println(
          "submission %d has all its samples: nothing to do".formatted(number.value()));
      return ExitCode.DONE;
    }
    SubmissionStatus status = new SubmissionStatus(submission, Map.of());
    terminal.println(
        status.isReleased()
            ? "submission %d: %s"
                .formatted(number.value(), StatusText.released(status.unfinished().size()))
            : "submission %d has no jobs to retry".formatted(number.value()));
    return ExitCode.FAILED;
  }

  private ExitCode here(
      Terminal terminal,
      Catalog catalog,
      SubmissionRow submission,
      List<JobRow> jobs,
      long startNanos)
      throws IOException, InterruptedException {
    CacheDirectory cache = catalog.directory();
    try (DatasetClasses classes = DatasetSource.of(cache.user()).compile(cache.classes())) {
      if (!classes.codeHash().equals(submission.codeHash())) {
        terminal.notice(
            "the code has changed since submission " + number.value() + "; the new one is run");
      }
      Recipe recipe = Recipes.of(catalog, classes, submission);
      checkTypes(catalog, submission, recipe);
      SubmissionRow restarted =
          catalog.submissions().restart(submission, jobs, Submitter.ofThisProcess());
      return new LocalExecution(terminal, catalog, restarted, startNanos).run(recipe, execution);
    }
  }

  private static void checkTypes(Catalog catalog, SubmissionRow submission, Recipe recipe)
      throws IOException {
    RecordedTypes.check(catalog, submission.paramSet(), submission.preprocessing(), recipe);
  }

  private ExitCode onSlurm(
      Terminal terminal, Catalog catalog, SubmissionRow submission, List<JobRow> jobs)
      throws IOException, InterruptedException {
    Slurm slurm =
        Slurm.find(System.getenv())
            .orElseThrow(
                () ->
                    new UserError(
                        "submission " + number.value() + " runs on Slurm, and there is none here"));
    Following.refuseOtherClusters(catalog, submission, slurm, "nothing is submitted again");
    SlurmExecution executor = new SlurmExecution(terminal, slurm, execution);
    Map<SlurmSettings, List<JobRow>> groups = groups(catalog, submission, jobs, slurm, executor);
    groups.forEach((settings, group) -> tell(terminal, settings, group));
    groups.forEach(
        (settings, group) ->
            executor.tellCost(
                group.stream().mapToLong(JobRow::missing).sum(), group.size(), settings));
    executor.submit(catalog, submission, groups);
    return executor.waitIfWanted(catalog, number.value());
  }

  /** Jobs that need the same go into one array. */
  private Map<SlurmSettings, List<JobRow>> groups(
      Catalog catalog,
      SubmissionRow submission,
      List<JobRow> jobs,
      Slurm slurm,
      SlurmExecution executor)
      throws IOException {
    CacheDirectory cache = catalog.directory();
    Path classesFolder = cache.withoutLinks(cache.submissionClasses(submission.id()));
    if (!Files.isDirectory(classesFolder)) {
      throw SlurmSubmitter.classesAreGone(submission);
    }
    try (DatasetClasses classes = DatasetClasses.open(classesFolder)) {
      checkTypes(catalog, submission, Recipes.of(catalog, classes, submission));
      MethodSettings method = MethodSettings.of(classes, submission);
      RetrySettings retry =
          new RetrySettings(
              execution,
              executor,
              method,
              slurm.defaultMemPerCpu(),
              catalog.jobArrays().of(submission));
      Map<SlurmSettings, List<JobRow>> groups = new LinkedHashMap<>();
      for (JobRow job : jobs) {
        groups.computeIfAbsent(retry.of(job), key -> new ArrayList<>()).add(job);
      }
      return groups;
    }
  }

  private static String reason(JobRow job) {
    return job.reason()
        .filter(reason -> reason != EndReason.OTHER)
        .map(Enum::name)
        .orElse(job.state().name());
  }

  private static void tell(Terminal terminal, SlurmSettings settings, List<JobRow> jobs) {
    Map<String, Long> reasons =
        jobs.stream()
            .collect(
                Collectors.groupingBy(RetryCommand::reason, TreeMap::new, Collectors.counting()));
    terminal.notice(
        "%s again after %s, with %s and %s%s"
            .formatted(
                Numbers.counted(jobs.size(), "job"),
                String.join(", ", reasons.keySet()),
                settings.time(),
                settings.memoryText(),
                settings.userOptions().isEmpty()
                    ? ""
                    : "; sbatch options: " + settings.userOptions()));
  }
}
