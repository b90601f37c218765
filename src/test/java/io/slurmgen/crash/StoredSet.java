package io.slurmgen.crash;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What the catalog says of a parameter set.
 *
 * @param hash of its parameters
 * @param number of it
 * @param ranges which samples are in which group
 * @param moves by their keys
 * @param counts how many samples each group is said to have
 * @param chunks of the generated samples
 * @param derived the samples that were preprocessed
 * @param derivedChunks their chunks
 * @param derivedCount how many there are said to be
 */
record StoredSet(
    String hash,
    int number,
    List<Range> ranges,
    SortedMap<Long, Move> moves,
    SortedMap<String, Long> counts,
    List<Range> chunks,
    List<Range> derived,
    List<Range> derivedChunks,
    long derivedCount) {

  /** Consecutive samples; of a group, and of the move that brought them or of 0. */
  record Range(long first, long samples, String group, long move) {
    private LongStream indexes() {
      return LongStream.range(first, first + samples);
    }
  }

  /** How many samples went where. */
  record Move(String group, long samples) {}

  /** Where a sample is. */
  record Place(String group, long move) {}

  long samples() {
    return ranges.stream().mapToLong(Range::samples).sum();
  }

  /** The place of each sample. */
  SortedMap<Long, Place> places() {
    SortedMap<Long, Place> places = new TreeMap<>();
    for (Range range : ranges) {
      Place place = new Place(range.group(), range.move());
      range.indexes().forEach(index -> once(places.put(index, place) == null, index));
    }
    return places;
  }

  /** The samples of a group in its order: by move, then by index. */
  List<Long> inOrder(String group) {
    return ranges.stream()
        .filter(range -> range.group().equals(group))
        .sorted(Comparator.comparingLong(Range::move).thenComparingLong(Range::first))
        .flatMap(range -> range.indexes().boxed())
        .toList();
  }

  /** The samples of some ranges or chunks, of which no two may have the same. */
  static SortedSet<Long> indexes(List<Range> ranges) {
    SortedSet<Long> indexes = new TreeSet<>();
    ranges.forEach(range -> range.indexes().forEach(index -> once(indexes.add(index), index)));
    return indexes;
  }

  private static void once(boolean isNew, long index) {
    if (!isNew) {
      throw new AssertionError("sample " + index + " is there twice");
    }
  }
}
