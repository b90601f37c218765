package io.slurmgen.disk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are there whole or not at all, also after a crash: written beside their place, forced
 * to disk (with the permissions that the umask gives), moved into place in one step, and the
 * directory forced (see rename(2) and fsync(2)).
 */
public final class DurableFile {

  private DurableFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param out where to; need not be closed, but may be
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Creates or replaces a file.
   *
   * @param file where; its directory exists
   * @param content what
   * @throws IOException if any step fails; the file is then as it was before, or complete where
   *     only forcing the directory failed
   */
  public static void write(Path file, Content content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path temporary =
        directory.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      writeAndForce(temporary, file, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (Throwable e) {
      deleteAfter(e, temporary);
      throw e;
    }
    force(directory);
  }

  private static void writeAndForce(Path temporary, Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = keptOpen(file, Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      force(file, channel);
    }
  }

  /**
   * Many writers close what they write to, and a closed file cannot be forced. Failures name the
   * file; those of what is read meanwhile name their own.
   */
  private static OutputStream keptOpen(Path file, OutputStream target) {
    return new FilterOutputStream(target) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          throw FileFailure.of(file, e);
        }
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  private static void deleteAfter(Throwable failure, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Makes durable what is in a file, whoever has written it, or the names in a directory.
   *
   * @param path a file, or a directory whose entries were made, moved or removed
   * @throws IOException if it cannot be forced
   */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      force(path, channel);
    }
  }

  private static void force(Path path, FileChannel channel) throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw FileFailure.of(path, e);
    }
  }
}
