package io.slurmgen.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Failures of a file with its name, which Java's own have only where a file could not be opened.
 */
public final class FileFailure {

  private FileFailure() {}

  /**
   * A failure that names the file.
   *
   * @param file what was read or written
   * @param e what went wrong
   * @return the same failure where it names a file, or is no failure of a file
   */
  public static IOException of(Path file, IOException e) {
    if (e instanceof FileSystemException || e instanceof ClosedChannelException) {
      return e;
    }
    FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }
}
