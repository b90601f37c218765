package io.slurmgen.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reason why SQLite cannot use a catalog that trying again does not change, and that SQLite's
 * result codes do not tell from trouble that passes.
 */
final class CatalogObstacle {

  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern FILE_SIZE =
      Pattern.compile("(?m)^Max file size +(\\d+) +\\S+ +bytes");

  private CatalogObstacle() {}

  /**
   * Looks for a folder in the place of the file in which SQLite keeps what it has to undo.
   *
   * @param catalog the catalog's file
   * @return a sentence that names it
   */
  static Optional<String> folder(Path catalog) {
    Path journal = catalog.resolveSibling(catalog.getFileName() + "-journal");
    return Files.isDirectory(journal)
        ? Optional.of(
            journal + " is a folder, and SQLite needs that name for its journal: rename the folder")
        : Optional.empty();
  }

  /**
   * Looks for a limit of the sizes of files that this process may write, as {@code ulimit -f} and
   * RLIMIT_FSIZE of getrlimit(2) set it: SQLite calls a write that it refuses an I/O error.
   *
   * @return a sentence that has it
   */
  static Optional<String> fileSizeLimit() {
    try {
      Matcher limit = FILE_SIZE.matcher(Files.readString(LIMITS));
      return limit.find()
          ? Optional.of(
              "files of this process may have at most %s bytes (ulimit -f): raise that limit"
                  .formatted(limit.group(1)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Not known: SQLite's own words have to do.
    }
  }
}
