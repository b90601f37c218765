package io.slurmgen.segment;

import java.io.IOException;

/** Goes from chunk to chunk of an index; quickest in the order of the samples. For one thread. */
final class ChunkCursor {
  private final ChunkIndex index;
  private final boolean checkCrc;
  private int sliceNumber = -1;
  private SliceChunks slice;
  private long sliceBegin;
  private long sliceEnd;
  private int number;
  private Chunk chunk;

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
   * @param sample 0 to the index's samples - 1
   * @param last the last sample that will be asked for after it, in their order
   */
  void moveTo(long sample, long last) throws IOException {
    if (holds(sample)) {
      return;
    }
    end = begin; // Until it is found: a damaged one must not leave a part of another's state.
    if (sample < sliceBegin || sample >= sliceEnd) {
      moveToSliceOf(sample);
    }
    number = slice.find(sample - sliceBegin, last - sliceBegin, number + 1);
    chunk = slice.chunk(number);
    if (checkCrc) {
      chunk.file().check(chunk);
    }
    begin = sliceBegin + slice.begin(number);
    end = sliceBegin + slice.end(number);
  }

  boolean holds(long sample) {
    return sample >= begin && sample < end;
  }

  private void moveToSliceOf(long sample) {
    sliceNumber =
        sample == sliceEnd && sliceNumber + 1 < index.slices()
            ? sliceNumber + 1
            : index.sliceOf(sample);
    slice = index.slice(sliceNumber);
    sliceBegin = index.begin(sliceNumber);
    sliceEnd = index.begin(sliceNumber + 1);
    number = -1;
  }

  Chunk chunk() {
    return chunk;
  }

  /** The sample behind the last one of the chunk that is in its slice. */
  long end() {
    return end;
  }

  /** The row of a sample in the chunk. */
  int row(long sample) {
    return slice.row(number, sample - sliceBegin);
  }
}
