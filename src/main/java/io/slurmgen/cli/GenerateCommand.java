package io.slurmgen.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.NewSubmission;
import io.slurmgen.catalog.Submitter;
import io.slurmgen.dataset.CompiledDatasets;
import io.slurmgen.dataset.DatasetClasses;
import io.slurmgen.dataset.DatasetSource;
import io.slurmgen.dataset.GeneratorMethod;
import io.slurmgen.dataset.ParameterText;
import io.slurmgen.dataset.Parameters;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.task.Recipe;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** Generates samples of a dataset. */
final class GenerateCommand implements Command {

  @Argument(metaVar = "DATASET", required = true, usage = "the dataset's name")
  private String dataset;

  @Option(name = "--samples", aliases = "-n", metaVar = "N", usage = "how many samples to add")
  @WholeNumber(from = 0, to = Numbers.MOST_SAMPLES)
  private Long samples;

  @Option(
      name = "--until",
      metaVar = "TOTAL",
      usage = "instead of -n: add what is missing to TOTAL raw samples, counting those in flight")
  @WholeNumber(from = 0, to = Numbers.MOST_SAMPLES)
  private Long until;

  @Option(
      name = "--params",
      aliases = "-p",
      metaVar = "P",
      usage =
          "parameters that differ from the defaults, as JSON or as Python prints a dict, or"
              + " @file.json")
  private String params = "{}";

  @Option(
      name = "--seed",
      metaVar = "S",
      usage = "what the random numbers of a new parameter set start from (default: random)")
  private Long seed;

  @Option(name = "--dry-run", usage = "only say what would be done, and what it would take")
  private boolean dryRun;

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
  public List<Object> optionGroups() {
    return List.of(execution);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    long startNanos = System.nanoTime();
    NewSubmission.Amount amount = amount();
    execution.check();
    ObjectNode given = ParameterText.parse(params);
    CacheDirectory cache = new CacheDirectory(directory);
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), cache.classes())) {
      DatasetClasses classes = compiled.classes();
      GeneratorMethod generator = classes.generator(dataset);
      Recipe recipe = Recipe.generate(classes, dataset);
      Parameters parameters = generator.parameters(given);
      boolean onlyTell = dryRun || amount.samples() == 0;
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
    if ((samples == null) == (until == null)) {
      throw new UserError(
          "generate takes either -n N or --until TOTAL; see slurm-gen generate --help");
    }
    return until == null
        ? new NewSubmission.Amount(samples, false)
        : new NewSubmission.Amount(until, true);
  }

  private NewSubmission wanted(
      Parameters parameters, NewSubmission.Amount amount, String codeHash, boolean onSlurm) {
    return new NewSubmission(
        dataset,
        parameters.hash(),
        parameters.json(),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        new SecureRandom().nextLong() >>> 1,
        amount,
        execution.jobs(onSlurm),
        onSlurm ? ExecutorKind.SLURM : ExecutorKind.LOCAL,
        codeHash,
        Submitter.ofThisProcess());
  }
}
