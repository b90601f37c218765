package io.slurmgen.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders of a test. */
final class Folders {
  private Folders() {}

  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }

  /** Copies a folder with all that is in it; the new one is not there yet. */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : paths(from)) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
  }

  static void delete(Path folder) throws IOException {
    for (Path path : paths(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }
}
