package io.slurmgen.upkeep;

import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.PresentLength;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Removes leftovers and counts them, or only counts them. A symbolic link is removed itself, never
 * what it leads to. For one thread.
 */
final class LeftoverFiles {

  private final boolean isDryRun;
  private final Consumer<Leftover> found;

  /** How many names of a file a dry run would have removed, by the file. */
  private final Map<Object, Integer> removedNames = new HashMap<>();

  LeftoverFiles(boolean isDryRun, Consumer<Leftover> found) {
    this.isDryRun = isDryRun;
    this.found = found;
  }

  /** Cuts the end of a segment off. */
  void cut(Leftover.Kind kind, Path segment, long toBytes) throws IOException {
    long bytes = PresentLength.ofExisting(segment) - toBytes;
    if (!isDryRun) {
      try (FileChannel channel =
          FileChannel.open(segment, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        channel.truncate(toBytes).force(true);
      }
    }
    found.accept(new Leftover(kind, segment, bytes));
  }

  /** Does nothing where another collection was quicker. */
  void remove(Leftover.Kind kind, Path file) throws IOException {
    long bytes;
    try {
      bytes = bytesFreedWith(file);
    } catch (NoSuchFileException removed) {
      return;
    }
    if (!isDryRun) {
      Files.deleteIfExists(file);
    }
    found.accept(new Leftover(kind, file, bytes));
  }

  void removeIfEmpty(Path folder) throws IOException {
    if (!isDryRun) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        // It stays, with what is in it.
      }
    }
  }

  /** Compiled classes have several names, and take room until the last of them is gone. */
  private long bytesFreedWith(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:nlink,fileKey,size", LinkOption.NOFOLLOW_LINKS);
    int names = (int) attributes.get("nlink");
    if (isDryRun && names > 1) {
      names -= removedNames.merge(attributes.get("fileKey"), 1, Integer::sum) - 1;
    }
    return names == 1 ? (long) attributes.get("size") : 0;
  }

  /**
   * Removes a directory with all that is in it.
   *
   * @param kind of each file
   * @param keepsRoot whether the directory itself stays
   */
  void removeTree(Path root, Function<Path, Leftover.Kind> kind, boolean keepsRoot)
      throws IOException {
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      return; // Another collection was quicker.
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            remove(kind.apply(file), file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!keepsRoot || !folder.equals(root)) {
              removeIfEmpty(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (!isDryRun) {
      DurableFile.force(root.getParent());
    }
  }
}
