package io.slurmgen.sqlite;

import io.slurmgen.disk.DirectRead;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A copy of a catalog in a folder of this machine, for a node that may see an old state of the
 * catalog itself. Closing removes it.
 *
 * @param folder with nothing else in it
 */
record CatalogCopy(Path folder) implements Closeable {

  private static final String JOURNAL = "-journal";

  /**
   * Copies the catalog as its server has it, and the journal by which SQLite undoes in the copy
   * what a killed writer has begun. The caller holds the lock file.
   *
   * @return empty where the file system refuses to be read past this node's cache
   */
  static Optional<CatalogCopy> of(CacheDirectory directory) throws IOException {
    PresentLength.renewNames(directory.user());
    CatalogCopy copy = new CatalogCopy(Files.createTempDirectory("slurm-gen-catalog"));
    boolean isMade = false;
    try {
      isMade = copy.fill(directory.catalog());
    } finally {
      if (!isMade) {
        copy.close();
      }
    }
    return isMade ? Optional.of(copy) : Optional.empty();
  }

  private boolean fill(Path original) throws IOException {
    if (!DirectRead.copy(original, catalog())) {
      return false;
    }
    check(original);
    Path journal = sibling(original, JOURNAL);
    return Files.notExists(journal) || DirectRead.copy(journal, sibling(catalog(), JOURNAL));
  }

  Path catalog() {
    return folder.resolve("catalog.sqlite");
  }

  /** The lock file of the copy, which nobody else takes. */
  Path lock() {
    return folder.resolve("lock");
  }

  /** A kernel may know an older length of the file, at which reading it ends. */
  private void check(Path original) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(StaleViewGuard.HEADER_BYTES);
    try (FileChannel file = FileChannel.open(catalog())) {
      file.read(first, 0);
      long bytes = CatalogHeader.of(first.flip()).bytes();
      if (file.size() < bytes) {
        throw new CatalogException(
            "this node sees %d of %d bytes of %s".formatted(file.size(), bytes, original));
      }
    }
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  @Override
  public void close() throws IOException {
    for (Path file : new Path[] {catalog(), sibling(catalog(), JOURNAL), lock(), folder}) {
      Files.deleteIfExists(file);
    }
  }
}
