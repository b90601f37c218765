package io.slurmgen.crash;

import io.slurmgen.layout.CacheDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A catalog with its journals in a directory of its own. Whoever reads a catalog that a killed
 * process has left undoes what was not committed, and removes SQLite's journal; done to the copy,
 * the next command has to do it to the catalog itself. Beneath a mount nobody may do it at all: the
 * nodes would not learn of it.
 */
record CatalogCopy(CacheDirectory directory) implements Closeable {

  /** Copies what nobody is changing. */
  static CatalogCopy of(CacheDirectory cache) throws IOException {
    CatalogCopy copy =
        new CatalogCopy(new CacheDirectory(Files.createTempDirectory("slurm-gen-copy")));
    Path catalog = cache.catalog();
    Path journal = catalog.resolveSibling(catalog.getFileName() + "-journal");
    for (Path file : List.of(catalog, journal, cache.moveJournal())) {
      if (Files.exists(file)) {
        Path to = copy.directory.user().resolve(cache.user().relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return copy;
  }

  @Override
  public void close() throws IOException {
    Folders.delete(directory.user());
  }
}
