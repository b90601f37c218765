package io.slurmgen.cli.verbs;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.NewPreprocessing;
import io.slurmgen.cli.args.Catalogs;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.args.GroupName;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.ParamSetChoice;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.run.LocalExecution;
import io.slurmgen.cli.run.MethodSettings;
import io.slurmgen.cli.run.SlurmExecution;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.ShortageText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.submission.Plan;
import io.slurmgen.submission.Shortage;
import io.slurmgen.submission.SlurmSettings;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.RecordedTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Derives samples from those of a group. */
public final class PreprocessCommand implements Command {

  private final Input<String> dataset = InputForm.argument("DATASET", "the dataset's name").text();

  private final Input<String> preprocessor = InputForm.argument("PREPROCESSOR", "its name").text();

  private final Input<String> group =
      InputForm.argument("GROUP", "whose samples, such as train").text();

  private final Input<Long> samples =
      InputForm.argument(
              "N", "how many of the group's first samples are to be preprocessed in the end")
          .wholeNumber(1, Numbers.MOST_SAMPLES);

  private final Input<String> paramSet = ParamSetChoice.input();

  private final ExecutionOptions execution = new ExecutionOptions();

  @Override
  public String description() {
    return """
    Derives samples from those of a group by a preprocessor of Datasets.java. Only those of the
    group's first N samples are processed that are not yet. Where the group has fewer than N
    samples, the difference is moved to it from raw, after a question or with -y.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return execution.inputsAfter(dataset, preprocessor, group, samples, paramSet);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    long startNanos = System.nanoTime();
    execution.check();
    GroupName.check(group.value());
    CacheDirectory cache = new CacheDirectory(directory);
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), cache.classes())) {
      DatasetClasses classes = compiled.classes();
      PreprocessorMethod method = classes.preprocessor(dataset.value(), preprocessor.value());
      terminal.warn(classes.refusals());
      Optional<Slurm> slurm = execution.slurm();
      try (Catalog catalog = Catalogs.existing(directory, dataset.value())) {
        Recipe recipe = Recipe.preprocess(catalog, classes, dataset.value(), preprocessor.value());
        Following.ofAll(terminal, catalog, slurm);
        ParamSetCounts set =
            ParamSetChoice.of(
                Catalogs.paramSets(catalog, dataset.value()), paramSet.value(), directory);
        checkTypes(catalog, set, recipe);
        long lacking = samples.value() - inGroup(set);
        if (lacking > set.raw().samples()) {
          return tooFew(terminal, catalog, set, lacking - set.raw().samples());
        }
        if (lacking > 0 && !execution.yes() && !terminal.confirm(question(set, lacking))) {
          terminal.notice("nothing was moved or preprocessed");
          return ExitCode.FAILED;
        }
        NewPreprocessing wanted = wanted(set, lacking > 0, classes.codeHash(), slurm.isPresent());
        compiled.keep();
        return slurm.isPresent()
            ? onSlurm(terminal, catalog, classes, method, wanted, slurm.get())
            : here(terminal, catalog, recipe, wanted, startNanos);
      }
    }
  }

  private ExitCode tooFew(Terminal terminal, Catalog catalog, ParamSetCounts set, long missing)
      throws IOException {
    return ShortageText.print(
        terminal,
        "%s %d has %s in %s and %d in raw"
            .formatted(
                dataset.value(),
                set.paramSet().number(),
                Numbers.counted(inGroup(set), "sample"),
                group.value(),
                set.raw().samples()),
        Shortage.ofRaw(catalog, set.paramSet(), missing));
  }

  private NewPreprocessing wanted(
      ParamSetCounts set, boolean mayMove, String codeHash, boolean onSlurm) {
    return new NewPreprocessing(
        set.paramSet().id(),
        group.value(),
        preprocessor.value(),
        samples.value(),
        mayMove,
        execution.jobs(onSlurm),
        onSlurm ? ExecutorKind.SLURM : ExecutorKind.LOCAL,
        codeHash,
        Submitter.ofThisProcess());
  }

  private long inGroup(ParamSetCounts set) {
    return set.groups().stream()
        .filter(row -> row.name().equals(group.value()))
        .findFirst()
        .map(GroupRow::samples)
        .orElse(0L);
  }

  private Optional<PreprocessedRow> preprocessed(ParamSetCounts set) {
    return set.groups().stream()
        .filter(row -> row.name().equals(group.value()))
        .flatMap(row -> row.preprocessed().stream())
        .filter(row -> row.name().equals(preprocessor.value()))
        .findFirst();
  }

  private void checkTypes(Catalog catalog, ParamSetCounts set, Recipe recipe) throws IOException {
    Optional<PreprocessedRow> made = preprocessed(set);
    if (made.isPresent()) {
      RecordedTypes.check(
          catalog,
          set.paramSet(),
          Optional.of(
              new SubmissionRow.Preprocessing(
                  made.get().id(), group.value(), preprocessor.value())),
          recipe);
    }
  }

  private String question(ParamSetCounts set, long lacking) {
    return "%s %d %s has %s. Move %d of %d raw samples to it, irrevocably?"
        .formatted(
            dataset.value(),
            set.paramSet().number(),
            group.value(),
            Numbers.counted(inGroup(set), "sample"),
            lacking,
            set.raw().samples());
  }

  private ExitCode here(
      Terminal terminal, Catalog catalog, Recipe recipe, NewPreprocessing wanted, long startNanos)
      throws IOException, InterruptedException {
    Optional<SubmissionRow> submission = catalog.preprocessings().create(wanted);
    if (submission.isEmpty()) {
      return nothingMissing(terminal);
    }
    return new LocalExecution(terminal, catalog, submission.get(), startNanos)
        .run(recipe, execution);
  }

  private ExitCode nothingMissing(Terminal terminal) {
    terminal.println(
        "the first %d samples of %s are preprocessed, counting those in flight: nothing to do"
            .formatted(samples.value(), group.value()));
    return ExitCode.DONE;
  }

  private ExitCode onSlurm(
      Terminal terminal,
      Catalog catalog,
      DatasetClasses classes,
      PreprocessorMethod method,
      NewPreprocessing wanted,
      Slurm slurm)
      throws IOException, InterruptedException {
    long missing = catalog.preprocessings().missing(wanted);
    if (missing == 0) {
      return nothingMissing(terminal);
    }
    SlurmExecution executor = new SlurmExecution(terminal, slurm, execution);
    Plan plan =
        Plan.preprocess(catalog, dataset.value(), preprocessor.value(), missing, wanted.jobs());
    Optional<SlurmSettings> settings =
        executor.settings(catalog.directory(), plan, MethodSettings.of(method), true);
    if (settings.isEmpty()) {
      return ExitCode.FAILED;
    }
    Optional<SubmissionRow> submission = catalog.preprocessings().create(wanted);
    if (submission.isEmpty()) {
      return nothingMissing(terminal);
    }
    CacheDirectory cache = catalog.directory();
    classes.copyTo(cache.withoutLinks(cache.submissionClasses(submission.get().id())));
    executor.submit(catalog, submission.get(), Map.of(settings.get(), submission.get().jobs()));
    return executor.waitIfWanted(catalog, submission.get().id());
  }
}
