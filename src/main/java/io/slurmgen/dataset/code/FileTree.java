package io.slurmgen.dataset.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Steps on a folder with all that is in it. */
final class FileTree {
  private FileTree() {}

  /** Makes all files and folders durable. */
  static void forceAll(Path root) throws IOException {
    for (Path path : list(root)) {
      force(path);
    }
  }

  /** Makes one file or folder durable. Opened for reading, as a copied jar may be read-only. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Copies into a folder that is made, or is empty. Files become links to the same bytes where that
   * is possible, which is right for files that never change.
   */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : list(from)) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        linkOrCopy(path, copy);
      }
    }
  }

  static void deleteIfExists(Path root) throws IOException {
    if (Files.exists(root)) {
      List<Path> inside = list(root);
      for (int i = inside.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(inside.get(i));
      }
    }
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, one without links, or another user's file: a copy serves as well.
      copyFile(from, to);
    }
  }

  /**
   * Copies a file as a stream, so that the copy has the umask's permissions, for others who share a
   * cache. A failure names the copy, as the other one was read before.
   */
  static void copyFile(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      Files.copy(in, to);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw named(to, e.getMessage(), e);
    }
  }

  /** Writes a new file; a failure names it. */
  static void write(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw named(file, e.getMessage(), e);
    }
  }

  private static FileSystemException named(Path file, String reason, IOException cause) {
    FileSystemException named = new FileSystemException(file.toString(), null, reason);
    named.initCause(cause);
    return named;
  }

  /** Folders come before what is in them. */
  private static List<Path> list(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
