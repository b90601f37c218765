package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ParamSetCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Questions to a catalog that several commands ask. */
public final class Catalogs {

  private Catalogs() {}

  /**
   * Opens the catalog of a directory for a command on a dataset that must have samples.
   *
   * @throws UserError if there is no catalog
   */
  public static Catalog existing(Path directory, String dataset) throws IOException {
    return Catalog.open(new CacheDirectory(directory), Clock.systemUTC())
        .orElseThrow(
            () ->
                new UserError(
                    "no samples of %s: %s has no catalog yet; see slurm-gen generate --help"
                        .formatted(dataset, directory)));
  }

  /**
   * The parameter sets of a dataset, at least one.
   *
   * @throws UserError if the catalog does not know the dataset; it lists those that it knows
   */
  public static List<ParamSetCounts> paramSets(Catalog catalog, String dataset) throws IOException {
    List<ParamSetCounts> sets = catalog.counts().of(dataset);
    if (sets.isEmpty()) {
      throw new UserError(
          "no samples of %s in %s; %s"
              .formatted(
                  dataset,
                  catalog.directory().user(),
                  Suggestion.of(dataset, catalog.counts().datasets())));
    }
    return sets;
  }
}
