package io.slurmgen.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of sample indexes, kept as disjoint ranges in ascending order, none touching the next.
 *
 * @param ranges the ranges; put in order and merged where they overlap or touch
 */
public record IndexRanges(List<IndexRange> ranges) {

  private static final int RANGES_TOLD = 5;

  /** Sorts and merges the ranges. */
  public IndexRanges {
    ranges = merged(ranges);
  }

  /** No index at all. */
  public static IndexRanges none() {
    return new IndexRanges(List.of());
  }

  /** How many indexes there are. */
  public long samples() {
    return ranges.stream().mapToLong(IndexRange::samples).sum();
  }

  /** Whether there is no index. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The first ranges for people, such as 0-49, 100-149. */
  public String text() {
    String first =
        ranges.stream()
            .limit(RANGES_TOLD)
            .map(range -> range.first() + "-" + (range.end() - 1))
            .collect(Collectors.joining(", "));
    return first + (ranges.size() > RANGES_TOLD ? " and more" : "");
  }

  /** The indexes of either set. */
  public IndexRanges plus(IndexRanges other) {
    List<IndexRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return new IndexRanges(all);
  }

  /** The indexes that are not in the other set. */
  public IndexRanges minus(IndexRanges other) {
    List<IndexRange> left = new ArrayList<>();
    int next = 0;
    for (IndexRange range : ranges) {
      long from = range.first();
      while (next < other.ranges.size() && other.ranges.get(next).end() <= from) {
        next++;
      }
      for (int i = next;
          i < other.ranges.size() && other.ranges.get(i).first() < range.end();
          i++) {
        addUnlessEmpty(left, from, other.ranges.get(i).first());
        from = other.ranges.get(i).end();
      }
      addUnlessEmpty(left, from, range.end());
    }
    return new IndexRanges(left);
  }

  /** The indexes that are in both sets. */
  public IndexRanges and(IndexRanges other) {
    return minus(minus(other));
  }

  /** The indexes that exactly one of some ranges has. */
  public static IndexRanges once(List<IndexRange> ranges) {
    List<IndexRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(IndexRange::first));
    List<IndexRange> twice = new ArrayList<>();
    long end = 0;
    for (IndexRange range : sorted) {
      addUnlessEmpty(twice, range.first(), Math.min(end, range.end()));
      end = Math.max(end, range.end());
    }
    return new IndexRanges(ranges).minus(new IndexRanges(twice));
  }

  /** The lowest indexes of this set, all if there are fewer than wanted. */
  public IndexRanges lowest(long samples) {
    return new IndexRanges(IndexRange.first(ranges, samples));
  }

  /** The lowest indexes that are not in this set. */
  public IndexRanges lowestFree(long samples) {
    return new IndexRanges(List.of(new IndexRange(0, Long.MAX_VALUE))).minus(this).lowest(samples);
  }

  /**
   * Deals the indexes out in order, as evenly as whole samples allow: the first parts get one more.
   *
   * @param parts into how many parts, 1 or more; there are fewer where there are fewer indexes
   */
  public List<IndexRanges> split(int parts) {
    List<IndexRanges> dealt = new ArrayList<>();
    Deque<IndexRange> rest = new ArrayDeque<>(ranges);
    long left = samples();
    for (int part = 0; part < parts && left > 0; part++) {
      long partsLeft = parts - part;
      long share = (left + partsLeft - 1) / partsLeft;
      dealt.add(new IndexRanges(take(rest, share)));
      left -= share;
    }
    return dealt;
  }

  private static List<IndexRange> take(Deque<IndexRange> rest, long samples) {
    List<IndexRange> taken = new ArrayList<>();
    for (long wanted = samples; wanted > 0; ) {
      IndexRange range = rest.pop();
      IndexRange part = new IndexRange(range.first(), Math.min(wanted, range.samples()));
      taken.add(part);
      wanted -= part.samples();
      if (part.end() < range.end()) {
        rest.push(IndexRange.between(part.end(), range.end()));
      }
    }
    return taken;
  }

  /** Whether an index of the range is in this set. */
  public boolean overlaps(IndexRange range) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).end() <= range.first()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < ranges.size() && ranges.get(low).first() < range.end();
  }

  private static void addUnlessEmpty(List<IndexRange> list, long from, long end) {
    if (from < end) {
      list.add(IndexRange.between(from, end));
    }
  }

  private static List<IndexRange> merged(List<IndexRange> given) {
    List<IndexRange> sorted = new ArrayList<>(given);
    sorted.sort(Comparator.comparingLong(IndexRange::first));
    List<IndexRange> merged = new ArrayList<>();
    for (IndexRange range : sorted) {
      IndexRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && range.first() <= last.end()) {
        long end = Math.max(last.end(), range.end());
        merged.set(merged.size() - 1, IndexRange.between(last.first(), end));
      } else {
        merged.add(range);
      }
    }
    return List.copyOf(merged);
  }
}
