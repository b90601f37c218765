package io.slurmgen.segment;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a list of slices, found as far as they were needed. Samples are counted through all
 * slices. Safe for any number of threads.
 */
final class ChunkIndex {
  /** Chunks that are found at once: enough to keep memory busy, few enough to stay in its cache. */
  private static final int WALK_AHEAD = 64;

  private final List<Slice> slices;
  private final long samples;
  private final boolean checkCrc;

  /** As many as {@link #known} except during a walk. */
  private int walked;

  private int slice;
  private long sliceDone;
  private long offset;
  private volatile Table table = new Table(16);
  private volatile int known;

  ChunkIndex(List<Slice> slices, boolean checkCrc) {
    this.slices = slices;
    this.samples = slices.stream().mapToLong(Slice::samples).sum();
    this.checkCrc = checkCrc;
  }

  long samples() {
    return samples;
  }

  /** A chunk, checked unless that is turned off. */
  Chunk chunk(int index) throws IOException {
    Table t = table;
    Chunk chunk = t.files[index].chunk(t.offsets[index], t.layouts[index]);
    if (checkCrc) {
      chunk.file().check(chunk);
    }
    return chunk;
  }

  /** The first sample of a chunk that is in its slice. */
  long begin(int index) {
    return table.begins[index];
  }

  /** The sample behind the last one of a chunk that is in its slice. */
  long end(int index) {
    return table.begins[index + 1];
  }

  /** The row of a sample in its chunk. */
  int row(int index, long sample) {
    Table t = table;
    return (int) (sample - t.begins[index]) + t.firstRows[index];
  }

  /** The chunk that holds a sample; {@code near} is a guess. */
  int find(long sample, int near) throws IOException {
    if (holds(near, sample)) {
      return near;
    } else if (holds(near + 1, sample)) {
      return near + 1;
    }
    return search(sample);
  }

  private int search(long sample) throws IOException {
    int count = known; // first: a table that is read later has all entries below it
    if (sample >= table.begins[count]) {
      walkBeyond(sample);
      count = known;
    }
    Table t = table;
    int guess = (int) ((double) sample / t.begins[count] * count);
    for (int i = Math.max(0, guess - 1); i < Math.min(count, guess + 2); i++) {
      if (holds(i, sample)) {
        return i;
      }
    }
    int found = Arrays.binarySearch(t.begins, 0, count, sample);
    return found >= 0 ? found : -found - 2;
  }

  private boolean holds(int index, long sample) {
    return index < known && sample >= begin(index) && sample < end(index);
  }

  /** Hands over all chunks that hold some of the rows, as often as their order demands. */
  void forEachRun(RowOrder rows, RunReader reader) throws IOException {
    int index = 0;
    long place = 0;
    while (place < rows.size()) {
      long row = rows.row(place);
      index = find(row, index);
      long end = Math.min(rows.size(), place + rows.run(place));
      while (place < end) { // consecutive rows, so the chunks are consecutive as well
        row = rows.row(place);
        if (index >= known) {
          walkBeyond(row, rows.row(end - 1));
        }
        int count = (int) Math.min(end - place, end(index) - row);
        reader.read(chunk(index), row(index, row), count);
        place += count;
        index++;
      }
    }
  }

  private void walkBeyond(long sample) throws IOException {
    walkBeyond(sample, sample);
  }

  /**
   * Finds the chunk that holds a sample, and some more up to the one that holds the last sample
   * that will be asked for: the processor waits for the memory of several heads at once then.
   */
  private synchronized void walkBeyond(long sample, long last) throws IOException {
    int enough = known + WALK_AHEAD;
    walked = known;
    try {
      while (table.begins[walked] <= sample || (walked < enough && table.begins[walked] <= last)) {
        walkAlike(walk(), enough);
      }
    } finally {
      known = walked;
    }
  }

  private Chunk walk() throws IOException {
    Slice s = slices.get(slice);
    offset = sliceDone == 0 ? s.fromOffset() : offset;
    BatchLayout previous = walked == 0 ? null : table.layouts[walked - 1];
    Chunk chunk = s.file().chunk(offset, s.toOffset(), previous).orElseThrow(() -> incomplete(s));
    long wanted = s.firstIndex() + sliceDone;
    long firstRow = wanted - chunk.number(MessageTail.FIRST);
    if (firstRow < 0 || firstRow >= chunk.layout().rows() || (firstRow > 0 && sliceDone > 0)) {
      throw misplaced(chunk, wanted);
    }
    long count = Math.min(chunk.layout().rows() - firstRow, s.samples() - sliceDone);
    add(s.file(), chunk.layout(), (int) firstRow, count);
    return chunk;
  }

  /** Goes on over whole chunks in the same mapping with the same head, as most are. */
  private void walkAlike(Chunk chunk, int enough) {
    if (sliceDone == 0) {
      return; // It was the last one of its slice.
    }
    Slice s = slices.get(slice);
    BatchLayout layout = chunk.layout();
    Window window = chunk.window();
    int base = chunk.base() + layout.messageBytes();
    int last = window.size() - layout.messageBytes();
    while (sliceDone > 0
        && walked < enough
        && base <= last
        && offset + layout.messageBytes() <= s.toOffset()
        && sliceDone + layout.rows() <= s.samples()
        && layout.isHeadOf(window, base, s.firstIndex() + sliceDone)) {
      add(s.file(), layout, 0, layout.rows());
      base += layout.messageBytes();
    }
  }

  private void add(SegmentFile file, BatchLayout layout, int firstRow, long count) {
    Table t = table;
    if (walked == t.layouts.length) {
      t = new Table(t);
      table = t;
    }
    t.files[walked] = file;
    t.offsets[walked] = offset;
    t.layouts[walked] = layout;
    t.firstRows[walked] = firstRow;
    t.begins[walked + 1] = t.begins[walked] + count;
    walked++;
    offset += layout.messageBytes();
    sliceDone += count;
    if (sliceDone == slices.get(slice).samples()) {
      slice++;
      sliceDone = 0;
    }
  }

  private CorruptSegmentException incomplete(Slice s) {
    return new CorruptSegmentException(
        s.file().path(),
        offset,
        "a chunk with sample " + (s.firstIndex() + sliceDone),
        "only " + (s.toOffset() - offset) + " bytes up to the recorded end");
  }

  private static CorruptSegmentException misplaced(Chunk chunk, long wanted) {
    return new CorruptSegmentException(
        chunk.file().path(),
        chunk.offset(),
        "the chunk with sample " + wanted,
        "samples %d + %d".formatted(chunk.number(MessageTail.FIRST), chunk.layout().rows()));
  }

  /** One entry per chunk. Entries below the volatile count never change, and outlive growing. */
  private static final class Table {
    private final SegmentFile[] files;
    private final long[] offsets;
    private final BatchLayout[] layouts;
    private final int[] firstRows;

    /** One more than chunks: each one's end is the next one's beginning. */
    private final long[] begins;

    private Table(int capacity) {
      files = new SegmentFile[capacity];
      offsets = new long[capacity];
      layouts = new BatchLayout[capacity];
      firstRows = new int[capacity];
      begins = new long[capacity + 1];
    }

    private Table(Table smaller) {
      int capacity = 2 * smaller.layouts.length;
      files = Arrays.copyOf(smaller.files, capacity);
      offsets = Arrays.copyOf(smaller.offsets, capacity);
      layouts = Arrays.copyOf(smaller.layouts, capacity);
      firstRows = Arrays.copyOf(smaller.firstRows, capacity);
      begins = Arrays.copyOf(smaller.begins, capacity + 1);
    }
  }
}
