package io.slurmgen.catalog.samples;

import io.slurmgen.model.IndexRange;
import java.nio.file.Path;
import java.util.List;

/**
 * Where consecutive samples are.
 *
 * @param segment the segment's path relative to the cache directory
 * @param fromBytes the offset of the chunk that holds the first of them
 * @param toBytes the recorded end of the segment
 * @param indexes their indexes
 */
public record Location(String segment, long fromBytes, long toBytes, IndexRange indexes) {

  /** Checks that there may be such a place, which is in the cache directory. */
  public Location {
    Path path = Path.of(segment);
    if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
      throw new IllegalArgumentException("no path of a segment: " + segment);
    }
    if (fromBytes <= 0 || toBytes <= fromBytes) {
      throw new IllegalArgumentException(
          "no place in %s: bytes %d to %d".formatted(segment, fromBytes, toBytes));
    }
  }

  /** How many samples are at some places together. */
  public static long samples(List<Location> locations) {
    return locations.stream().mapToLong(location -> location.indexes().samples()).sum();
  }
}
