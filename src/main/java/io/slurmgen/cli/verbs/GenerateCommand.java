package io.slurmgen.cli.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.run.Generation;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.task.Recipe;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Generates samples of a dataset. */
public final class GenerateCommand implements Command {

  private final Input<String> dataset = InputForm.argument("DATASET", "the dataset's name").text();

  private final Input<Long> samples =
      InputForm.option("--samples", "N", "how many samples to add")
          .or("-n")
          .wholeNumber(0, Numbers.MOST_SAMPLES);

  private final Input<Long> until =
      InputForm.option(
              "--until",
              "TOTAL",
              "instead of -n: add what is missing to TOTAL raw samples, counting those in flight")
          .wholeNumber(0, Numbers.MOST_SAMPLES);

  private final Input<String> params =
      InputForm.option(
              "--params",
              "P",
              "parameters that differ from the defaults, as JSON or as Python prints a dict, or"
                  + " @file.json")
          .or("-p")
          .text()
          .otherwise("{}");

  private final Input<Long> seed =
      InputForm.option(
              "--seed",
              "S",
              "what the random numbers of a new parameter set start from (default: random)")
          .wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);

  private final Input<Boolean> dryRun =
      InputForm.option("--dry-run", "only say what would be done, and what it would take").flag();

  private final ExecutionOptions execution = new ExecutionOptions();

  @Override
  public String description() {
    return """
    Generates samples of a dataset of Datasets.java. They are raw until they are moved to a
    group. The samples of a parameter set are numbered, and each depends on its number, the
    parameters and the seed alone: not on the number of jobs, nor on where and when they run.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return execution.inputsAfter(dataset, samples, until, params, seed, dryRun);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    long startNanos = System.nanoTime();
    NewSubmission.Amount amount = amount();
    execution.check();
    ObjectNode given = ParameterText.parse(params.value());
    CacheDirectory cache = new CacheDirectory(directory);
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), cache.classes())) {
      DatasetClasses classes = compiled.classes();
      GeneratorMethod generator = classes.generator(dataset.value());
      terminal.warn(classes.refusals());
      Recipe recipe = Recipe.generate(cache, classes, dataset.value());
      Parameters parameters = generator.parameters(given);
      boolean onlyTell = dryRun.value() || amount.samples() == 0;
      Optional<Slurm> slurm = amount.samples() == 0 ? Optional.empty() : execution.slurm();
      NewSubmission wanted = wanted(parameters, amount, classes.codeHash(), slurm.isPresent());
      Generation generation =
          new Generation(terminal, cache, classes, generator, recipe, wanted, execution, slurm);
      if (onlyTell) {
        return generation.dryRun();
      }
      compiled.keep();
      return generation.run(startNanos);
    }
  }

  private NewSubmission.Amount amount() {
    if (samples.hasValue() == until.hasValue()) {
      throw new UserError(
          "generate takes either -n N or --until TOTAL; see slurm-gen generate --help");
    }
    return until.hasValue()
        ? new NewSubmission.Amount(until.value(), true)
        : new NewSubmission.Amount(samples.value(), false);
  }

  private NewSubmission wanted(
      Parameters parameters, NewSubmission.Amount amount, String codeHash, boolean onSlurm) {
    return new NewSubmission(
        dataset.value(),
        parameters.hash(),
        parameters.json(),
        seed.hasValue() ? OptionalLong.of(seed.value()) : OptionalLong.empty(),
        new SecureRandom().nextLong() >>> 1,
        amount,
        execution.jobs(onSlurm),
        onSlurm ? ExecutorKind.SLURM : ExecutorKind.LOCAL,
        codeHash,
        Submitter.ofThisProcess());
  }
}
