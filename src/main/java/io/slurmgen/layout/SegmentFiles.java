package io.slurmgen.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The files in a cache directory that have the name of a segment, in order of their paths. */
public final class SegmentFiles {

  private SegmentFiles() {}

  /** Lists them, symbolic links as well. */
  public static List<Path> in(CacheDirectory directory) throws IOException {
    return in(directory, UnaryOperator.identity());
  }

  /**
   * Lists them where nothing on the way to them, and nothing beside them, is a symbolic link.
   *
   * @throws io.slurmgen.UserError naming the link
   */
  public static List<Path> withoutLinks(CacheDirectory directory) throws IOException {
    return in(directory, directory::withoutLinks);
  }

  private static List<Path> in(CacheDirectory directory, UnaryOperator<Path> check)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path dataset : list(directory.root(), check)) {
      if (!dataset.getFileName().toString().startsWith(".")) {
        for (Path set : list(dataset, check)) {
          list(set, check).stream()
              .filter(file -> SegmentName.jobOf(file).isPresent())
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static List<Path> list(Path directory, UnaryOperator<Path> check) throws IOException {
    return list(directory).stream().map(check).toList();
  }

  /** Returns the name of a file that is a segment, and no link; empty for any other. */
  public static Optional<SegmentName> name(CacheDirectory directory, Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? SegmentName.of(directory.root().relativize(file).toString())
        : Optional.empty();
  }

  /** Lists a directory, as empty where there is none. */
  public static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
