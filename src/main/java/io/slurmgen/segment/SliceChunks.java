package io.slurmgen.segment;

import java.io.IOException;
import java.util.Arrays;

/**
 * The chunks of a slice, found as far as they were needed. Samples are counted from 0 at the
 * slice's first one. Safe for any number of threads.
 */
final class SliceChunks {
  /** Chunks that are found at once: enough to keep memory busy, few enough to stay in its cache. */
  private static final int WALK_AHEAD = 64;

  private final Slice slice;

  /** As many as {@link #known} except during a walk. */
  private int walked;

  private long offset;
  private int rowsBefore;
  private volatile Table table = new Table(16);
  private volatile int known;

  SliceChunks(Slice slice) {
    this.slice = slice;
    this.offset = slice.fromOffset();
  }

  /** A chunk that was found. */
  Chunk chunk(int number) throws IOException {
    Table t = table;
    return slice.file().chunk(t.offsets[number], t.layouts[number]);
  }

  /** The first sample of a chunk that is in the slice. */
  long begin(int number) {
    return table.begins[number];
  }

  /** The sample behind the last one of a chunk that is in the slice. */
  long end(int number) {
    return table.begins[number + 1];
  }

  /** The row of a sample in its chunk. Only a slice's first chunk may begin before the slice. */
  int row(int number, long sample) {
    return (int) (sample - begin(number)) + (number == 0 ? rowsBefore : 0);
  }

  /**
   * The chunk that holds a sample.
   *
   * @param last the last sample that will be asked for after it, perhaps not in this slice
   * @param guess a chunk that may hold it
   */
  int find(long sample, long last, int guess) throws IOException {
    if (holds(guess, sample)) {
      return guess;
    }
    int count = known; // first: a table that is read later has all entries below it
    if (sample >= table.begins[count]) {
      walkBeyond(sample, Math.min(last, slice.samples() - 1));
      count = known;
    }
    return holds(guess, sample) ? guess : search(sample, count);
  }

  private int search(long sample, int count) {
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

  private boolean holds(int number, long sample) {
    return number < known && sample >= begin(number) && sample < end(number);
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
    long done = table.begins[walked];
    BatchLayout previous = walked == 0 ? null : table.layouts[walked - 1];
    Chunk chunk =
        slice.file().chunk(offset, slice.toOffset(), previous).orElseThrow(() -> incomplete(done));
    long wanted = slice.firstIndex() + done;
    long firstRow = wanted - chunk.number(MessageTail.FIRST);
    if (firstRow < 0 || firstRow >= chunk.layout().rows() || (firstRow > 0 && done > 0)) {
      throw misplaced(chunk, wanted);
    }
    if (done == 0) {
      rowsBefore = (int) firstRow;
    }
    add(chunk.layout(), Math.min(chunk.layout().rows() - firstRow, slice.samples() - done));
    return chunk;
  }

  /** Goes on over whole chunks in the same mapping with the same head, as most are. */
  private void walkAlike(Chunk chunk, int enough) {
    BatchLayout layout = chunk.layout();
    Window window = chunk.window();
    int base = chunk.base() + layout.messageBytes();
    int last = window.size() - layout.messageBytes();
    long done = table.begins[walked];
    while (walked < enough
        && base <= last
        && offset + layout.messageBytes() <= slice.toOffset()
        && done + layout.rows() <= slice.samples()
        && layout.isHeadOf(window, base, slice.firstIndex() + done)) {
      add(layout, layout.rows());
      done += layout.rows();
      base += layout.messageBytes();
    }
  }

  private void add(BatchLayout layout, long count) {
    Table t = table;
    if (walked == t.layouts.length) {
      t = new Table(t);
      table = t;
    }
    t.offsets[walked] = offset;
    t.layouts[walked] = layout;
    t.begins[walked + 1] = t.begins[walked] + count;
    walked++;
    offset += layout.messageBytes();
  }

  private CorruptSegmentException incomplete(long done) {
    return new CorruptSegmentException(
        slice.file().path(),
        offset,
        "a chunk with sample " + (slice.firstIndex() + done),
        "only " + (slice.toOffset() - offset) + " bytes up to the recorded end");
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
    private final long[] offsets;
    private final BatchLayout[] layouts;

    /** One more than chunks: each one's end is the next one's beginning. */
    private final long[] begins;

    private Table(int capacity) {
      offsets = new long[capacity];
      layouts = new BatchLayout[capacity];
      begins = new long[capacity + 1];
    }

    private Table(Table smaller) {
      int capacity = 2 * smaller.layouts.length;
      offsets = Arrays.copyOf(smaller.offsets, capacity);
      layouts = Arrays.copyOf(smaller.layouts, capacity);
      begins = Arrays.copyOf(smaller.begins, capacity + 1);
    }
  }
}
