package io.slurmgen.layout;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment: {@code FOLDER/J<job>-<attempt>.arrows}, and {@code
 * FOLDER/J<job>-<attempt>-<part>.arrows} where an attempt needs more than one.
 *
 * @param folder the directory of its parameter set relative to the cache directory, with a slash at
 *     the end
 * @param job the key of the job that wrote it
 * @param attempt the number of the attempt, from 1
 * @param part the number of the segment among those of the attempt, from 0
 */
public record SegmentName(String folder, long job, int attempt, int part) {

  /** A pattern of {@link java.nio.file.FileSystem#getPathMatcher} that all segments match. */
  static final String GLOB = "J*.arrows";

  /** Names that segments have, and copies of them. */
  private static final Pattern ANY = Pattern.compile("J([0-9]{1,18})-.*\\.arrows");

  private static final Pattern PATH =
      Pattern.compile(
          "(.*/)?J([1-9][0-9]{0,17})-([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?\\.arrows");

  /**
   * Reads a path as {@link #path} writes it.
   *
   * @param path relative to the cache directory
   * @return empty where no segment is named so
   */
  public static Optional<SegmentName> of(String path) {
    Matcher name = PATH.matcher(path);
    return name.matches()
        ? Optional.of(
            new SegmentName(
                name.group(1) == null ? "" : name.group(1),
                Long.parseLong(name.group(2)),
                Integer.parseInt(name.group(3)),
                name.group(4) == null ? 0 : Integer.parseInt(name.group(4))))
        : Optional.empty();
  }

  /**
   * Returns the key of the job that a file or its original is of, by the begin of its name; empty
   * where the file is no segment, nor the copy of one.
   */
  public static OptionalLong jobOf(Path file) {
    Matcher name = ANY.matcher(file.getFileName().toString());
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  /** Returns the path relative to the cache directory, as it is in the catalog. */
  public String path() {
    return folder + "J" + job + "-" + attempt + (part == 0 ? "" : "-" + part) + ".arrows";
  }
}
