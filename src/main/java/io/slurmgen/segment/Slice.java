package io.slurmgen.segment;

/**
 * Consecutive samples of one segment.
 *
 * @param file the segment
 * @param fromOffset where the chunk that holds {@code firstIndex} begins
 * @param toOffset the segment's recorded end: nothing is read from there on
 * @param firstIndex index of the first sample
 * @param samples how many samples, at least 1
 */
public record Slice(
    SegmentFile file, long fromOffset, long toOffset, long firstIndex, long samples) {
  public Slice {
    if (fromOffset < 0 || toOffset <= fromOffset || firstIndex < 0 || samples < 1) {
      throw new IllegalArgumentException(
          "no slice: bytes %d to %d, samples %d + %d"
              .formatted(fromOffset, toOffset, firstIndex, samples));
    }
  }
}
