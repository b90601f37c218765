package io.slurmgen.layout;

import io.slurmgen.UserError;
import io.slurmgen.disk.PresentLength;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * There are samples, but their catalog is missing or empty. A new one would number its jobs and
 * moves from 1 again, as the files that are there already are.
 */
public final class LostCatalogException extends UserError {
  private static final long serialVersionUID = 1L;

  private LostCatalogException(CacheDirectory directory, String state) {
    super(
        "%s is %s, but %s has its samples: restore it with %s"
            .formatted(
                directory.catalog(),
                state,
                directory.root(),
                ProposedCommand.rebuild(directory.user())));
  }

  /**
   * Refuses a directory without a catalog file that has samples all the same.
   *
   * <p>Looks for the file once more at the end: another process may just have made it, and the
   * first samples after it.
   */
  public static void refuseMissing(CacheDirectory directory) throws IOException {
    if (Files.notExists(directory.catalog()) && Files.exists(directory.user())) {
      PresentLength.renewNames(directory.user());
    }
    if (Files.notExists(directory.catalog())
        && hasSamples(directory)
        && Files.notExists(directory.catalog())) {
      throw new LostCatalogException(directory, "missing");
    }
  }

  /**
   * Refuses a file without a schema like {@link #refuseMissing}; the caller holds the lock file.
   */
  public static void refuseEmpty(CacheDirectory directory) throws IOException {
    if (hasSamples(directory)) {
      throw new LostCatalogException(directory, "empty");
    }
  }

  /** Whether there are segments or a journal of moves. */
  public static boolean hasSamples(CacheDirectory directory) throws IOException {
    return Files.exists(directory.moveJournal()) || hasSegments(directory.root(), 2);
  }

  /** Whether there is a segment that many directories below one. */
  private static boolean hasSegments(Path directory, int depth) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern(depth))) {
      for (Path entry : entries) {
        if (depth == 0 || hasSegments(entry, depth - 1)) {
          return true;
        }
      }
      return false;
    }
  }

  /** No name of a dataset begins with a dot. */
  private static String pattern(int depth) {
    return depth == 0 ? SegmentName.GLOB : "[!.]*";
  }
}
