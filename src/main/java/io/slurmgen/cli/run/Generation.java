package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.submission.Plan;
import io.slurmgen.submission.SlurmSettings;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.RecordedTypes;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked request to generate samples.
 *
 * @param generator of the dataset
 * @param recipe the same
 * @param wanted what to submit
 * @param options where and how
 * @param slurm who runs it, empty where this process does
 */
public record Generation(
    Terminal terminal,
    CacheDirectory cache,
    DatasetClasses classes,
    GeneratorMethod generator,
    Recipe recipe,
    NewSubmission wanted,
    ExecutionOptions options,
    Optional<Slurm> slurm) {

  /** Says what would be done. */
  public ExitCode dryRun() throws IOException {
    Optional<Catalog> opened = Catalog.open(cache, Clock.systemUTC());
    try {
      return dryRun(opened);
    } finally {
      if (opened.isPresent()) {
        opened.get().close();
      }
    }
  }

  private ExitCode dryRun(Optional<Catalog> catalog) throws IOException {
    Optional<ParamSetRow> set = paramSet(catalog);
    if (set.isPresent()) {
      checkTypes(catalog.orElseThrow(), set.get());
      set.get().refuseOtherSeed(wanted.seed());
    }
    long missing =
        catalog.isEmpty()
            ? wanted.amount().samples()
            : catalog.get().submissions().missing(wanted.amount(), wanted.dataset(), wanted.hash());
    if (missing == 0) {
      tellInFlight(catalog);
      return nothingMissing(catalog);
    }
    Plan plan = Plan.generate(catalog, wanted.dataset(), set, missing, wanted.jobs());
    terminal.println(
        "%s of %s, %s"
            .formatted(
                Numbers.counted(missing, "sample"),
                wanted.dataset(),
                set.map(row -> "parameter set " + row.number()).orElse("a new parameter set")));
    tellInFlight(catalog);
    plan.lines(options.timeLimit()).forEach(terminal::println);
    if (slurm.isPresent()) {
      SlurmExecution execution = new SlurmExecution(terminal, slurm.get(), options);
      SlurmSettings settings =
          execution.settings(cache, plan, MethodSettings.of(generator), false).orElseThrow();
      execution.preview(cache, draft(catalog, set, plan), settings);
    }
    return ExitCode.DONE;
  }

  /** A dry run changes nothing, and so does not find out which jobs have died. */
  private void tellInFlight(Optional<Catalog> catalog) throws IOException {
    if (catalog.isEmpty() || !wanted.amount().isTotal()) {
      return;
    }
    long inFlight =
        catalog.get().submissions().active().stream()
            .filter(submission -> submission.preprocessing().isEmpty())
            .filter(submission -> submission.paramSet().dataset().equals(wanted.dataset()))
            .filter(submission -> submission.paramSet().hash().equals(wanted.hash()))
            .mapToLong(SubmissionRow::inFlight)
            .sum();
    if (inFlight > 0) {
      terminal.println(
          "counting %d samples in flight, as recorded: a dry run does not ask whether their jobs live"
              .formatted(inFlight));
    }
  }

  private Optional<ParamSetRow> paramSet(Optional<Catalog> catalog) throws IOException {
    if (catalog.isEmpty()) {
      return Optional.empty();
    }
    return catalog.get().counts().of(wanted.dataset()).stream()
        .map(ParamSetCounts::paramSet)
        .filter(set -> set.hash().equals(wanted.hash()))
        .findFirst();
  }

  private void checkTypes(Catalog catalog, ParamSetRow set) throws IOException {
    RecordedTypes.check(catalog, set, Optional.empty(), recipe);
  }

  /** The submission as it would be if it were made now. */
  private SubmissionRow draft(Optional<Catalog> catalog, Optional<ParamSetRow> set, Plan plan)
      throws IOException {
    long id = catalog.isEmpty() ? 1 : catalog.get().submissions().newest().orElse(0) + 1;
    List<IndexRanges> shares =
        new IndexRanges(List.of(new IndexRange(0, plan.samples()))).split(plan.jobs());
    ParamSetRow row =
        set.orElse(
            new ParamSetRow(
                0, wanted.dataset(), 0, wanted.hash(), wanted.params(), wanted.freshSeed()));
    return SubmissionRow.draft(id, row, ExecutorKind.SLURM, wanted.codeHash(), shares);
  }

  private ExitCode nothingMissing(Optional<Catalog> catalog) throws IOException {
    Optional<ParamSetRow> set = paramSet(catalog);
    if (set.isEmpty() || !wanted.amount().isTotal()) {
      terminal.println("0 samples asked for: nothing to do");
      return ExitCode.DONE;
    }
    long there = catalog.orElseThrow().submissions().rawAndInFlight(set.get());
    terminal.println(
        "%s %d has %s, counting those in flight: nothing to do"
            .formatted(wanted.dataset(), set.get().number(), Numbers.counted(there, "raw sample")));
    return ExitCode.DONE;
  }

  /** Submits, and runs where that is here. */
  public ExitCode run(long startNanos) throws IOException, InterruptedException {
    try (Catalog catalog = Catalog.create(cache, Clock.systemUTC())) {
      Following.ofAll(terminal, catalog, slurm);
      Optional<ParamSetRow> set = paramSet(Optional.of(catalog));
      if (set.isPresent()) {
        checkTypes(catalog, set.get());
      }
      return slurm.isPresent() ? onSlurm(catalog, set) : here(catalog, startNanos);
    }
  }

  private ExitCode here(Catalog catalog, long startNanos) throws IOException, InterruptedException {
    Optional<SubmissionRow> submission = catalog.submissions().create(wanted);
    if (submission.isEmpty()) {
      return nothingMissing(Optional.of(catalog));
    }
    return new LocalExecution(terminal, catalog, submission.get(), startNanos).run(recipe, options);
  }

  private ExitCode onSlurm(Catalog catalog, Optional<ParamSetRow> set)
      throws IOException, InterruptedException {
    if (set.isPresent()) {
      set.get().refuseOtherSeed(wanted.seed());
    }
    long missing = catalog.submissions().missing(wanted.amount(), wanted.dataset(), wanted.hash());
    if (missing == 0) {
      return nothingMissing(Optional.of(catalog));
    }
    Plan plan = Plan.generate(Optional.of(catalog), wanted.dataset(), set, missing, wanted.jobs());
    SlurmExecution execution = new SlurmExecution(terminal, slurm.orElseThrow(), options);
    Optional<SlurmSettings> settings =
        execution.settings(cache, plan, MethodSettings.of(generator), true);
    if (settings.isEmpty()) {
      return ExitCode.FAILED;
    }
    Optional<SubmissionRow> submission = catalog.submissions().create(wanted);
    if (submission.isEmpty()) {
      return nothingMissing(Optional.of(catalog));
    }
    classes.copyTo(cache.withoutLinks(cache.submissionClasses(submission.get().id())));
    execution.submit(catalog, submission.get(), Map.of(settings.get(), submission.get().jobs()));
    return execution.waitIfWanted(catalog, submission.get().id());
  }
}
