package io.slurmgen.upkeep;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.SegmentFiles;
import io.slurmgen.model.AttemptRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment on the disk, and what its name tells.
 *
 * @param file where it is
 * @param path relative to the cache directory
 * @param job the key of the job that wrote it
 * @param attempt the number of the attempt
 * @param part which of the attempt's segments it is, from 0
 */
record SegmentName(Path file, String path, long job, int attempt, int part) {

  private static final Pattern NAME =
      Pattern.compile("J([1-9][0-9]{0,17})-([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?\\.arrows");

  /**
   * All segments below a cache directory, sorted.
   *
   * @throws io.slurmgen.UserError if there is a symbolic link among them
   */
  static List<SegmentName> all(CacheDirectory cache) throws IOException {
    List<SegmentName> names = new ArrayList<>();
    for (Path file : SegmentFiles.withoutLinks(cache)) {
      of(cache, file).ifPresent(names::add);
    }
    return names;
  }

  /** The segment that a file below a cache directory is by its name, empty where it is none. */
  static Optional<SegmentName> of(CacheDirectory cache, Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(
            new SegmentName(
                file,
                cache.root().relativize(file).toString(),
                Long.parseLong(name.group(1)),
                Integer.parseInt(name.group(2)),
                name.group(3) == null ? 0 : Integer.parseInt(name.group(3))))
        : Optional.empty();
  }

  /** Whether that attempt names one of its segments so. */
  boolean isOf(AttemptRow writer) {
    return path.equals(writer.segmentPath(part));
  }
}
