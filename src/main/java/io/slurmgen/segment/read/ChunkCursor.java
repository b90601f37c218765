package io.slurmgen.segment.read;

import io.slurmgen.segment.SliceChunks;
import io.slurmgen.segment.Stretches;
import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;

/** Goes from chunk to chunk of an index; quickest in the order of the samples. For one thread. */
final class ChunkCursor {
  private final ChunkIndex index;
  private final boolean checkCrc;
  private int sliceNumber = -1;
  private SliceChunks slice;
  private long sliceBegin;
  private long sliceEnd;
  private SliceChunks.Found found;
  private Stretches stretches;
  private int stretch;
  private Chunk chunk;

  /** The sample at row 0 of the chunk, perhaps before the slice. */
  private long firstSample;

  /** The chunk's samples in its slice; none while there is no chunk. */
  private long begin;

  private long end;

  ChunkCursor(ChunkIndex index, boolean checkCrc) {
    this.index = index;
    this.checkCrc = checkCrc;
  }

  /**
   * Moves to the chunk that holds a sample, and checks it unless that is turned off.
   *
   * @param last the last sample that will be asked for after it, in their order
   */
  void moveTo(long sample, long last) throws IOException {
    if (!holds(sample)) {
      find(sample, last);
      moveToChunk(sample, 1);
      check(chunk);
      hold();
    }
  }

  boolean holds(long sample) {
    return sample >= begin && sample < end;
  }

  /**
   * Moves to the chunk that holds a sample. Those behind it that hold further samples and have the
   * same layout lie in the same window, and all of them are checked unless that is turned off.
   *
   * @param last the last sample that will be asked for after it, in their order
   * @return how many samples from this one on, up to the last, these chunks hold
   */
  int moveToStretch(long sample, long last) throws IOException {
    find(sample, last);
    long stretchEnd = sliceBegin + found.end(stretch);
    int samples = (int) Math.min(Math.min(stretchEnd, last + 1) - sample, Integer.MAX_VALUE);
    int rows = stretches.layout(stretch).rows();
    int firstRow = (int) ((sample - sliceBegin - stretches.begin(stretch)) % rows);
    int chunks = (int) (((long) firstRow + samples + rows - 1) / rows);
    moveToChunk(sample, chunks);
    for (int i = 0; i < chunks && checkCrc; i++) {
      check(chunk.alike(i));
    }
    hold();
    return samples;
  }

  /** Until the chunk is at hand, there is none: a damaged one must not leave half a state. */
  private void find(long sample, long last) throws IOException {
    end = begin;
    if (sample < sliceBegin || sample >= sliceEnd) {
      moveToSliceOf(sample);
    }
    found = slice.upTo(sample - sliceBegin, last - sliceBegin);
    stretches = found.stretches();
    stretch = stretches.find(sample - sliceBegin, stretch);
  }

  private void moveToSliceOf(long sample) {
    sliceNumber =
        sample == sliceEnd && sliceNumber + 1 < index.slices()
            ? sliceNumber + 1
            : index.sliceOf(sample);
    slice = index.slice(sliceNumber);
    sliceBegin = index.begin(sliceNumber);
    sliceEnd = index.begin(sliceNumber + 1);
    stretch = 0;
  }

  private void moveToChunk(long sample, int chunks) throws IOException {
    BatchLayout layout = stretches.layout(stretch);
    long before = (sample - sliceBegin - stretches.begin(stretch)) / layout.rows();
    long offset = stretches.offset(stretch) + before * layout.messageBytes();
    chunk = slice.file().chunk(offset, layout, chunks);
    firstSample = sliceBegin + stretches.begin(stretch) + before * layout.rows();
  }

  private void check(Chunk unchecked) throws CorruptSegmentException {
    if (checkCrc) {
      slice.file().checksums().check(unchecked);
    }
  }

  private void hold() {
    begin = Math.max(sliceBegin, firstSample);
    end = Math.min(sliceEnd, firstSample + chunk.layout().rows());
  }

  /** The chunk. */
  Chunk chunk() {
    return chunk;
  }

  /** The sample behind the last one of the chunk that is in its slice. */
  long end() {
    return end;
  }

  /** The row of a sample in the chunk. */
  int row(long sample) {
    return (int) (sample - firstSample);
  }
}
