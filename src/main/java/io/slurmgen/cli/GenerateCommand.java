package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.NewSubmission;
import io.slurmgen.catalog.ParamSetCounts;
import io.slurmgen.catalog.ParamSetRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.catalog.Submitter;
import io.slurmgen.dataset.DatasetClasses;
import io.slurmgen.dataset.DatasetSource;
import io.slurmgen.dataset.GeneratorMethod;
import io.slurmgen.dataset.ParameterText;
import io.slurmgen.dataset.Parameters;
import io.slurmgen.submission.LostLocalJobs;
import io.slurmgen.submission.Plan;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** Generates samples of a dataset. */
final class GenerateCommand implements Command {

  /** More than anybody can store; sums of two such numbers do not overflow. */
  private static final long MAX_SAMPLES = 1L << 50;

  @Argument(metaVar = "DATASET", required = true, usage = "the dataset's name")
  private String dataset;

  @Option(name = "--samples", aliases = "-n", metaVar = "N", usage = "how many samples to add")
  private Long samples;

  @Option(
      name = "--until",
      metaVar = "TOTAL",
      usage = "instead of -n: add what is missing to TOTAL raw samples, counting those in flight")
  private Long until;

  @Option(
      name = "--njobs",
      metaVar = "K",
      usage = "split the samples over K jobs (default: 1 on Slurm, else one a worker)")
  private Integer jobs;

  @Option(
      name = "--params",
      aliases = "-p",
      metaVar = "P",
      usage =
          "parameters that differ from the defaults, as JSON or as Python prints a dict, or"
              + " @file.json")
  private String params = "{}";

  @Option(
      name = "--workers",
      metaVar = "W",
      usage = "how many threads run jobs here at the same time (default: the cores)")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      name = "--seed",
      metaVar = "S",
      usage = "what the random numbers of a new parameter set start from (default: random)")
  private Long seed;

  @Option(name = "--dry-run", usage = "only say what would be done, and what it would take")
  private boolean dryRun;

  @Override
  public String description() {
    return """
        Generates samples of a dataset of Datasets.java. They are raw until they are moved to a
        group. The samples of a parameter set are numbered, and each depends on its number, the
        parameters and the seed alone: not on the number of jobs, nor on where and when they run.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    long startNanos = System.nanoTime();
    NewSubmission.Amount amount = amount();
    CacheDirectory cache = new CacheDirectory(directory);
    try (DatasetClasses classes = DatasetSource.of(directory).compile(cache.classes())) {
      GeneratorMethod generator = classes.generator(dataset);
      Parameters parameters = generator.parameters(ParameterText.parse(params));
      if (amount.samples() == 0 && !amount.isTotal()) {
        terminal.println("0 samples asked for: nothing to do");
        return ExitCode.DONE;
      }
      NewSubmission wanted = wanted(parameters, amount, classes.codeHash());
      return dryRun
          ? dryRun(terminal, cache, wanted)
          : generate(terminal, cache, classes, wanted, startNanos);
    }
  }

  private NewSubmission.Amount amount() {
    if ((samples == null) == (until == null)) {
      throw new UserError("generate takes either -n N or --until TOTAL; see slurm-gen generate --help");
    }
    long number = samples == null ? until : samples;
    String option = samples == null ? "--until" : "-n";
    atLeast(0, number, option);
    if (number > MAX_SAMPLES) {
      throw new UserError("%s %d: at most %d samples".formatted(option, number, MAX_SAMPLES));
    }
    return new NewSubmission.Amount(number, samples == null);
  }

  private static void atLeast(long least, long number, String option) {
    if (number < least) {
      throw new UserError("%s %d: a number of at least %d is needed".formatted(option, number, least));
    }
  }

  private NewSubmission wanted(Parameters parameters, NewSubmission.Amount amount, String codeHash) {
    atLeast(1, workers, "--workers");
    int split = jobs == null ? workers : jobs;
    atLeast(1, split, "--njobs");
    return new NewSubmission(
        dataset,
        parameters.hash(),
        parameters.json(),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        new SecureRandom().nextLong() >>> 1,
        amount,
        split,
        ExecutorKind.LOCAL,
        codeHash,
        Submitter.ofThisProcess());
  }

  private ExitCode dryRun(Terminal terminal, CacheDirectory cache, NewSubmission wanted)
      throws IOException {
    Optional<Catalog> catalog = Catalog.open(cache, Clock.systemUTC());
    try {
      Optional<ParamSetRow> set = catalog.isEmpty() ? Optional.empty() : find(catalog.get(), wanted);
      long missing =
          catalog.isEmpty()
              ? wanted.amount().samples()
              : catalog.get().submissions().missing(wanted.amount(), dataset, wanted.hash());
      if (missing == 0) {
        return nothingMissing(terminal);
      }
      Plan plan = Plan.generate(catalog, dataset, set, missing, wanted.jobs());
      terminal.println(
          "%d samples of %s, %s".formatted(missing, dataset, set.map(GenerateCommand::name).orElse("a new parameter set")));
      plan.lines().forEach(terminal::println);
      return ExitCode.DONE;
    } finally {
      if (catalog.isPresent()) {
        catalog.get().close();
      }
    }
  }

  private static String name(ParamSetRow set) {
    return "parameter set " + set.number();
  }

  private static Optional<ParamSetRow> find(Catalog catalog, NewSubmission wanted)
      throws IOException {
    return catalog.counts().of(wanted.dataset()).stream()
        .map(ParamSetCounts::paramSet)
        .filter(set -> set.hash().equals(wanted.hash()))
        .findFirst();
  }

  private ExitCode nothingMissing(Terminal terminal) {
    terminal.println(
        "%s has %d raw samples, counting those in flight: nothing to do".formatted(dataset, until));
    return ExitCode.DONE;
  }

  private ExitCode generate(
      Terminal terminal,
      CacheDirectory cache,
      DatasetClasses classes,
      NewSubmission wanted,
      long startNanos)
      throws IOException, InterruptedException {
    try (Catalog catalog = Catalog.create(cache, Clock.systemUTC())) {
      new UnrecordedSegments(catalog).adopt();
      LostLocalJobs.mark(catalog);
      Optional<SubmissionRow> submission = catalog.submissions().create(wanted);
      if (submission.isEmpty()) {
        return nothingMissing(terminal);
      }
      return new LocalExecution(terminal, catalog, submission.get(), startNanos)
          .run(Recipe.generate(classes, dataset), workers);
    }
  }
}
