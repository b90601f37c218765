package io.slurmgen.cli.verbs;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Catalogs;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.run.TaskTrial;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.ListJson;
import io.slurmgen.cli.text.ListText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.journal.OlderCatalogException;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.unrecorded.ReportedAttempts;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Shows which samples there are. Looks at nothing but the catalog: it compiles nothing, and touches
 * neither Slurm nor segments, apart from those that could not be recorded.
 */
public final class ListCommand implements Command {
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(2);

  private final Input<String> dataset =
      InputForm.argument("DATASET", "only this dataset").optional().text();

  private final Input<Boolean> json = InputForm.option("--json", "print one JSON object").flag();

  @Override
  public String description() {
    return """
    Lists the datasets with their numbered parameter sets, and how many samples are raw and in
    each group; in brackets, how many of them a preprocessor has done. With -v also the
    parameters' hash and the seed.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(dataset, json);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws IOException {
    List<ParamSetCounts> sets = read(terminal, directory);
    if (json.value()) {
      terminal.println(new ListJson(terminal.isVerbose()).of(sets));
    } else if (sets.isEmpty()) {
      terminal.notice("no samples in " + directory + " yet; slurm-gen generate makes some");
    } else {
      new ListText(terminal.isVerbose()).of(sets).forEach(terminal::println);
    }
    return ExitCode.DONE;
  }

  private List<ParamSetCounts> read(Terminal terminal, Path directory) throws IOException {
    if (dataset.hasValue()) {
      try (Catalog catalog = Catalogs.existing(directory, dataset.value())) {
        recordLeftOvers(terminal, catalog);
        return Catalogs.paramSets(catalog, dataset.value());
      }
    }
    Optional<Catalog> opened = Catalog.open(new CacheDirectory(directory), Clock.systemUTC());
    if (opened.isEmpty()) {
      return List.of();
    }
    try (Catalog catalog = opened.get()) {
      recordLeftOvers(terminal, catalog);
      return catalog.counts().all();
    }
  }

  /**
   * Looks whether one directory is there, where nearly always none is, and at the journal's end.
   */
  private static void recordLeftOvers(Terminal terminal, Catalog catalog) throws IOException {
    Optional<OlderCatalogException> older = catalog.olderThanJournal();
    if (older.isPresent()) {
      terminal.notice("this is what it was then: " + older.get().getMessage());
      return;
    }
    new UnrecordedSegments(catalog).adopt(RECORD_PATIENCE, terminal::notice);
    if (ReportedAttempts.areUsedIn(catalog.directory())) { // Seldom: else its classes stay out.
      TaskTrial.tellIfTasksAppend(catalog, terminal::notice);
    }
  }
}
