package io.slurmgen.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive sample indexes of a parameter set.
 *
 * @param first the first index, 0 or more
 * @param samples how many, 1 or more
 */
public record IndexRange(long first, long samples) {

  /** Checks the bounds. */
  public IndexRange {
    if (first < 0 || samples < 1 || first + samples < 0) {
      throw new IllegalArgumentException("no range of indexes: " + samples + " from " + first);
    }
  }

  public static IndexRange between(long first, long end) {
    return new IndexRange(first, end - first);
  }

  /** The first samples of ranges in the order given, all if there are fewer than wanted. */
  public static List<IndexRange> first(List<IndexRange> ranges, long samples) {
    List<IndexRange> first = new ArrayList<>();
    long wanted = samples;
    for (IndexRange range : ranges) {
      if (wanted <= 0) {
        break;
      }
      first.add(new IndexRange(range.first(), Math.min(wanted, range.samples())));
      wanted -= range.samples();
    }
    return first;
  }

  /** How many samples disjoint ranges have. */
  public static long samples(List<IndexRange> ranges) {
    return ranges.stream().mapToLong(IndexRange::samples).sum();
  }

  /** The index after the last one. */
  public long end() {
    return first + samples;
  }
}
