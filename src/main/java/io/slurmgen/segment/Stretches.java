package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchLayout;
import java.util.Arrays;

/**
 * Stretches of a slice: chunks that follow each other, with the same layout and in one window of
 * their file. Entries never change, and outlive growing; one thread adds, any number read those
 * that they know to be there.
 */
public final class Stretches {
  /** The sample at row 0 of a stretch's first chunk, perhaps before the slice. */
  private final long[] begins;

  private final long[] offsets;
  private final BatchLayout[] layouts;

  Stretches(int capacity) {
    begins = new long[capacity];
    Arrays.fill(begins, Long.MAX_VALUE);
    offsets = new long[capacity];
    layouts = new BatchLayout[capacity];
  }

  /** Returns these with room for more. */
  Stretches(Stretches smaller) {
    this(2 * smaller.capacity());
    System.arraycopy(smaller.begins, 0, begins, 0, smaller.capacity());
    System.arraycopy(smaller.offsets, 0, offsets, 0, smaller.capacity());
    System.arraycopy(smaller.layouts, 0, layouts, 0, smaller.capacity());
  }

  int capacity() {
    return layouts.length;
  }

  void put(int stretch, long begin, long offset, BatchLayout layout) {
    begins[stretch] = begin;
    offsets[stretch] = offset;
    layouts[stretch] = layout;
  }

  /**
   * The stretch that holds a sample.
   *
   * @param guess one that may hold it, or the one before
   */
  public int find(long sample, int guess) {
    if (begins[guess] <= sample) {
      if (sample < end(guess)) {
        return guess;
      } else if (sample < end(guess + 1)) {
        return guess + 1;
      }
    }
    int found = Arrays.binarySearch(begins, sample);
    return found >= 0 ? found : -found - 2;
  }

  public long begin(int stretch) {
    return begins[stretch];
  }

  /** The sample behind the last one of a stretch; very large where more may be found. */
  long end(int stretch) {
    return stretch + 1 < begins.length ? begins[stretch + 1] : Long.MAX_VALUE;
  }

  public long offset(int stretch) {
    return offsets[stretch];
  }

  public BatchLayout layout(int stretch) {
    return layouts[stretch];
  }
}
