package io.slurmgen.crash;

import io.slurmgen.FileLocks;
import io.slurmgen.catalog.CacheDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How far a process has come with its command, by the locks that it has and the files' lengths. */
final class Signs {

  private final CacheDirectory cache;
  private final long pid;
  private final Map<Path, Long> lengths = new HashMap<>();
  private boolean hasBegunToCommit;

  Signs(CacheDirectory cache, long pid) throws IOException {
    this.cache = cache;
    this.pid = pid;
    hasAppended();
  }

  /** Looks whether it has come so far. */
  boolean have(Kill.Trigger trigger) throws IOException {
    return switch (trigger) {
      case TIME -> true;
      case LOCK -> holds(cache.lock());
      case APPEND -> hasAppended();
      case COMMIT -> Moment.isWriting(pid, cache);
      case COMMITTED -> hasCommitted();
    };
  }

  private boolean holds(Path file) throws IOException {
    return Files.exists(file) && FileLocks.now().areHeld(FileLocks.inode(file), pid);
  }

  private boolean hasCommitted() throws IOException {
    boolean isWriting = Moment.isWriting(pid, cache);
    boolean isDone = hasBegunToCommit && !isWriting;
    hasBegunToCommit |= isWriting;
    return isDone;
  }

  /** A segment has a length as soon as it is there; only what comes after that are chunks. */
  private boolean hasAppended() throws IOException {
    Path dataset = cache.root().resolve("d");
    boolean hasGrown = false;
    if (Files.isDirectory(dataset)) {
      try (DirectoryStream<Path> sets = Files.newDirectoryStream(dataset)) {
        for (Path set : sets) {
          hasGrown |= hasGrown(set);
        }
      }
    }
    return hasGrown;
  }

  private boolean hasGrown(Path set) throws IOException {
    boolean hasGrown = false;
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(set, "*.arrows")) {
      for (Path segment : segments) {
        long length = Files.size(segment);
        Long before = lengths.put(segment, length);
        hasGrown |= before != null && before > 0 && before < length;
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException removedMeanwhile) {
      return false;
    }
    return hasGrown;
  }
}
