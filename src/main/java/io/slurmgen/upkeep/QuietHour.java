package io.slurmgen.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells what nobody has written to for an hour, so that it can be taken for what a killed process
 * has left: nothing else tells a process on another node from a dead one.
 */
record QuietHour(Clock clock) {

  private static final Duration LENGTH = Duration.ofHours(1);

  /** Whether neither a file, nor anything in it where it is a directory, was written to since. */
  boolean isSince(Path root) throws IOException {
    Instant before = clock.instant().minus(LENGTH);
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> all = paths.toList();
      for (Path path : all) {
        Instant modified = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (modified.isAfter(before)) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // Somebody is at work there.
    }
  }
}
