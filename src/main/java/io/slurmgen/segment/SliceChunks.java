package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Window;
import java.io.IOException;

/**
 * The chunks of a slice, found as far as they were needed. Samples are counted from 0 at the
 * slice's first one. Safe for any number of threads.
 *
 * <p>Chunks that follow each other with equal heads form a stretch, which takes one entry however
 * many they are.
 */
public final class SliceChunks {
  /** Chunks that are found at once: enough to keep memory busy, few enough to stay in its cache. */
  private static final int WALK_AHEAD = 64;

  private final Slice slice;

  /** The beginning of the next chunk to find. */
  private long offset;

  private int stretches;
  private Stretches table = new Stretches(4);
  private volatile Found found = new Found(table, 0);

  public SliceChunks(Slice slice) {
    this.slice = slice;
    this.offset = slice.fromOffset();
  }

  /**
   * What was found up to a moment. Where its last stretch goes on, or another one follows, is not
   * known to it, also when other threads have found more meanwhile.
   *
   * @param stretches those up to there, and perhaps more
   * @param samples whose chunks were found: all before this one
   */
  public record Found(Stretches stretches, long samples) {

    /** The sample behind the last one that is known to be in a stretch. */
    public long end(int stretch) {
      return Math.min(stretches.end(stretch), samples);
    }
  }

  Slice slice() {
    return slice;
  }

  public SegmentFile file() {
    return slice.file();
  }

  /**
   * What was found, up to a sample at least.
   *
   * @param last the last sample that will be asked for after it, perhaps not in this slice
   */
  public Found upTo(long sample, long last) throws IOException {
    Found now = found;
    if (sample < now.samples()) {
      return now;
    }
    return walkBeyond(sample, Math.min(last, slice.samples() - 1));
  }

  /**
   * Finds the chunk that holds a sample, and some more up to the one that holds the last sample
   * that will be asked for: the processor waits for the memory of several heads at once then.
   */
  private synchronized Found walkBeyond(long sample, long last) throws IOException {
    long done = found.samples();
    int ahead = 0;
    try {
      while (done <= sample || (ahead < WALK_AHEAD && done <= last)) {
        Chunk chunk = walk(done);
        long rows = chunk.layout().rows();
        done += Math.min(rows - firstRow(chunk, done), slice.samples() - done);
        int alike = walkAlike(chunk, done, WALK_AHEAD - ahead);
        done += alike * rows;
        ahead += 1 + alike;
      }
    } finally {
      found = new Found(table, done);
    }
    return found;
  }

  private Chunk walk(long done) throws IOException {
    BatchLayout previous = stretches == 0 ? null : table.layout(stretches - 1);
    Chunk chunk =
        slice.file().chunk(offset, slice.toOffset(), previous).orElseThrow(() -> incomplete(done));
    long firstRow = firstRow(chunk, done);
    if (firstRow < 0 || firstRow >= chunk.layout().rows() || (firstRow > 0 && done > 0)) {
      throw misplaced(chunk, slice.firstIndex() + done);
    }
    if (chunk.layout() != previous || offset + previous.messageBytes() > stretchLimit()) {
      addStretch(done - firstRow, chunk.layout());
    }
    offset += chunk.layout().messageBytes();
    return chunk;
  }

  private long firstRow(Chunk chunk, long done) {
    return slice.firstIndex() + done - MessageTail.CHUNK.get(chunk, MessageTail.FIRST);
  }

  private void addStretch(long begin, BatchLayout layout) {
    if (stretches == table.capacity()) {
      table = new Stretches(table);
    }
    table.put(stretches, begin, offset, layout);
    stretches++;
  }

  /** A stretch lies in one window of its file as a whole. */
  private long stretchLimit() {
    return MappedFile.windowEnd(table.offset(stretches - 1));
  }

  /** Goes on over whole chunks with the same head, as most are; they belong to the same stretch. */
  private int walkAlike(Chunk chunk, long done, int most) {
    BatchLayout layout = chunk.layout();
    int bytes = layout.messageBytes();
    Window window = chunk.window();
    int base = chunk.base() + bytes;
    long wanted = slice.firstIndex() + done;
    long fit = (Math.min(slice.toOffset(), stretchLimit()) - offset) / bytes;
    fit = Math.min(fit, (window.size() - base) / bytes);
    fit = Math.min(fit, (slice.samples() - done) / layout.rows());
    int alike = 0;
    while (alike < Math.min(fit, most) && isHeadOf(layout, window, base, wanted)) {
      alike++;
      wanted += layout.rows();
      base += bytes;
    }
    offset += (long) alike * bytes;
    return alike;
  }

  /** Whether a message there has the same head, and its first sample that index. */
  private static boolean isHeadOf(BatchLayout layout, Window window, int base, long firstIndex) {
    int end = base + layout.headBytes();
    return layout.sameHead(window, base)
        && MessageTail.CHUNK.get(window.bytes(), end, MessageTail.FIRST) == firstIndex;
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
        chunk.path(),
        chunk.offset(),
        "the chunk with sample " + wanted,
        "samples %d + %d"
            .formatted(MessageTail.CHUNK.get(chunk, MessageTail.FIRST), chunk.layout().rows()));
  }
}
