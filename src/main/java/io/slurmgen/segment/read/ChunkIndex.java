package io.slurmgen.segment.read;

import io.slurmgen.segment.Slice;
import io.slurmgen.segment.SliceChunks;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a list of slices. Samples are counted through all slices. Safe for any number of
 * threads, which look for chunks of different slices at the same time.
 */
final class ChunkIndex {
  private final SliceChunks[] slices;

  /** One more than slices: each one's end is the next one's beginning. */
  private final long[] begins;

  private final boolean checkCrc;

  ChunkIndex(List<Slice> slices, boolean checkCrc) {
    this.slices =
        slices.stream().map(slice -> slice.file().chunks(slice)).toArray(SliceChunks[]::new);
    this.begins = new long[slices.size() + 1];
    for (int i = 0; i < slices.size(); i++) {
      begins[i + 1] = begins[i] + slices.get(i).samples();
    }
    this.checkCrc = checkCrc;
  }

  long samples() {
    return begins[slices.length];
  }

  int slices() {
    return slices.length;
  }

  SliceChunks slice(int number) {
    return slices[number];
  }

  /** The first sample of a slice, or behind the last one's samples. */
  long begin(int slice) {
    return begins[slice];
  }

  /** The number of the slice that holds a sample. */
  int sliceOf(long sample) {
    int found = Arrays.binarySearch(begins, sample);
    return found >= 0 ? found : -found - 2;
  }

  /** Chunks, checked unless that is turned off. */
  ChunkCursor cursor() {
    return new ChunkCursor(this, checkCrc);
  }

  /** Hands over all chunks that hold some of the rows, as often as their order demands. */
  void forEachRun(RowOrder rows, RunReader reader) throws IOException {
    ChunkCursor cursor = cursor();
    long place = 0;
    while (place < rows.size()) {
      long end = Math.min(rows.size(), place + rows.run(place));
      long last = rows.row(end - 1);
      while (place < end) { // consecutive rows, so the chunks are consecutive as well
        long row = rows.row(place);
        cursor.moveTo(row, last);
        int count = (int) Math.min(end - place, cursor.end() - row);
        reader.read(cursor.chunk(), cursor.row(row), count);
        place += count;
      }
    }
  }

  /**
   * Hands over consecutive rows, as many at once as lie in chunks that follow each other and have
   * the same layout.
   */
  void forEachStretch(RowOrder consecutive, RunReader reader) throws IOException {
    ChunkCursor cursor = cursor();
    long place = 0;
    while (place < consecutive.size()) {
      long row = consecutive.row(place);
      int count = cursor.moveToStretch(row, consecutive.row(consecutive.size() - 1));
      reader.read(cursor.chunk(), cursor.row(row), count);
      place += count;
    }
  }
}
