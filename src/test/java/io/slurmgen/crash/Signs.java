package io.slurmgen.crash;

import io.slurmgen.FileLocks;
import io.slurmgen.layout.CacheDirectory;
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
  private boolean hasGrown;
  private boolean hasShrunk;

  Signs(CacheDirectory cache, long pid) throws IOException {
    this.cache = cache;
    this.pid = pid;
    compareLengths();
  }

  /** Looks whether it has come so far. */
  boolean have(Kill.Trigger trigger) throws IOException {
    return switch (trigger) {
      case TIME -> true;
      case LOCK -> holds(cache.lock());
      case APPEND -> {
        compareLengths();
        yield hasGrown;
      }
      case REMOVAL -> {
        compareLengths();
        yield hasShrunk;
      }
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

  private void compareLengths() throws IOException {
    Map<Path, Long> now = new HashMap<>();
    Path dataset = cache.root().resolve("d");
    if (Files.isDirectory(dataset)) {
      try (DirectoryStream<Path> sets = Files.newDirectoryStream(dataset)) {
        for (Path set : sets) {
          addLengths(set, now);
        }
      }
    }
    now.forEach((segment, length) -> hasGrown |= isAppended(segment, length));
    lengths.forEach((segment, length) -> hasShrunk |= now.getOrDefault(segment, 0L) < length);
    lengths.clear();
    lengths.putAll(now);
  }

  /** A segment has a length as soon as it is there; only what comes after that are chunks. */
  private boolean isAppended(Path segment, long length) {
    long before = lengths.getOrDefault(segment, 0L);
    return before > 0 && before < length;
  }

  private static void addLengths(Path set, Map<Path, Long> lengths) throws IOException {
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(set, "*.arrows")) {
      for (Path segment : segments) {
        addLength(segment, lengths);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void addLength(Path segment, Map<Path, Long> lengths) throws IOException {
    try {
      lengths.put(segment, Files.size(segment));
    } catch (NoSuchFileException removed) {
      return; // which its missing tells
    }
  }
}
