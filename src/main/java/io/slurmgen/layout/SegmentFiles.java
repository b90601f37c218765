package io.slurmgen.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files in a cache directory that have the name of a segment, in order of their paths. */
public final class SegmentFiles {

  private static final Pattern NAME = Pattern.compile("J([0-9]{1,18})-.*\\.arrows");

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
          list(set, check).stream().filter(file -> name(file).matches()).forEach(files::add);
        }
      }
    }
    return files;
  }

  private static List<Path> list(Path directory, UnaryOperator<Path> check) throws IOException {
    return list(directory).stream().map(check).toList();
  }

  private static Matcher name(Path file) {
    return NAME.matcher(file.getFileName().toString());
  }

  /** The key of the job that a segment is of, by its name. */
  public static long job(Path file) {
    Matcher name = name(file);
    name.matches();
    return Long.parseLong(name.group(1));
  }

  /** What is in a directory, nothing where there is none. */
  public static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
