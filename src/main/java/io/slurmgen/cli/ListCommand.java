package io.slurmgen.cli;

import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ParamSetCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/**
 * Shows which samples there are. Looks at nothing but the catalog: it compiles nothing, and touches
 * neither segments nor Slurm.
 */
final class ListCommand implements Command {
  @Argument(metaVar = "DATASET", usage = "only this dataset")
  private String dataset;

  @Option(name = "--json", usage = "print one JSON object")
  private boolean json;

  @Override
  public String description() {
    return """
        Lists the datasets with their numbered parameter sets, and how many samples are raw and in
        each group; in brackets, how many of them a preprocessor has done. With -v also the
        parameters' hash and the seed.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws IOException {
    List<ParamSetCounts> sets = read(directory);
    if (json) {
      terminal.println(new ListJson(terminal.isVerbose()).of(sets));
    } else if (sets.isEmpty()) {
      terminal.notice("no samples in " + directory + " yet; slurm-gen generate makes some");
    } else {
      new ListText(terminal.isVerbose()).of(sets).forEach(terminal::println);
    }
    return ExitCode.DONE;
  }

  private List<ParamSetCounts> read(Path directory) throws IOException {
    if (dataset != null) {
      try (Catalog catalog = Catalogs.existing(directory, dataset)) {
        return Catalogs.paramSets(catalog, dataset);
      }
    }
    Optional<Catalog> opened = Catalog.open(new CacheDirectory(directory), Clock.systemUTC());
    if (opened.isEmpty()) {
      return List.of();
    }
    try (Catalog catalog = opened.get()) {
      return catalog.counts().all();
    }
  }
}
