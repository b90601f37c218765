package io.slurmgen.unrecorded;

import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Notes of segments with chunks that are not recorded: one empty file each, named after the
 * segment's path. Thread-safe, and safe to use by several processes.
 *
 * <p>Where a note cannot be written, that is only told, once: the chunks are still found when their
 * job is.
 */
public final class SegmentNotes {

  private final Path folder;
  private final Consumer<String> log;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * The notes of a cache directory.
   *
   * @param log takes a line where a note cannot be written or removed
   */
  public SegmentNotes(CacheDirectory directory, Consumer<String> log) {
    this.folder = directory.unrecorded();
    this.log = log;
  }

  /** Notes a segment. */
  public void mark(String path) {
    try {
      Files.createDirectories(folder);
      Files.createFile(file(path)); // Writing to it would follow a symbolic link.
    } catch (FileAlreadyExistsException e) {
      return; // It is noted.
    } catch (IOException e) {
      if (!told.getAndSet(true)) {
        log.accept("no note that " + path + " has unrecorded chunks: " + e.getMessage());
      }
    }
  }

  /** Forgets a segment whose chunks are all recorded. */
  public void clear(String path) {
    try {
      Files.deleteIfExists(file(path));
    } catch (IOException e) {
      log.accept("the note of " + path + " was not removed: " + e.getMessage());
    }
  }

  /** No name in a segment's path holds a plus sign. */
  private Path file(String path) {
    return folder.resolve(path.replace('/', '+'));
  }

  /** The noted segments; costs one look at a directory that is nearly always missing. */
  public List<String> paths() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString().replace('+', '/')).sorted().toList();
    }
  }
}
