package io.slurmgen.segment;

import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a segment behind its recorded end: whole chunks, and behind them nothing, a torn
 * chunk or damage.
 *
 * @param fromBytes where it begins, bytes from the file's start
 * @param chunks the whole and undamaged chunks, in their order
 * @param endBytes where the last of them ends, bytes from the file's start
 * @param lengthBytes where the file ends
 * @param damage of the bytes behind the last chunk; a torn chunk is none
 */
public record SegmentTail(
    long fromBytes,
    List<ChunkEntry> chunks,
    long endBytes,
    long lengthBytes,
    Optional<CorruptSegmentException> damage) {

  /** Copies the chunks. */
  public SegmentTail {
    chunks = List.copyOf(chunks);
  }

  /** Returns where the tail of a segment begins: behind its recorded part, and its header. */
  public static long start(SegmentFile segment, long recordedBytes) {
    return Math.max(recordedBytes, segment.headerBytes());
  }

  /**
   * Reads all chunks of a tail, and checks their bytes.
   *
   * @param recordedBytes how much of the segment is recorded, 0 for all its chunks
   * @param lengthBytes the file's length
   */
  public static SegmentTail read(SegmentFile segment, long recordedBytes, long lengthBytes)
      throws IOException {
    long from = start(segment, recordedBytes);
    long to = Math.max(from, lengthBytes);
    ChunkScan scan = segment.scan(from, to);
    List<ChunkEntry> chunks = new ArrayList<>();
    Optional<CorruptSegmentException> damage = Optional.empty();
    try {
      for (Optional<ChunkEntry> next = scan.next(); next.isPresent(); next = scan.next()) {
        chunks.add(next.get());
      }
    } catch (CorruptSegmentException e) {
      damage = Optional.of(e);
    }
    return new SegmentTail(from, chunks, scan.endOffset(), to, damage);
  }

  /**
   * Returns this tail.
   *
   * @throws CorruptSegmentException if there is damage
   */
  public SegmentTail undamaged() throws CorruptSegmentException {
    if (damage.isPresent()) {
      throw damage.get();
    }
    return this;
  }

  /** Returns the first chunks, as long as each begins with the sample after the last one's. */
  public List<ChunkEntry> run() {
    int size = Math.min(1, chunks.size());
    while (size < chunks.size() && follows(chunks.get(size - 1), chunks.get(size))) {
      size++;
    }
    return chunks.subList(0, size);
  }

  private static boolean follows(ChunkEntry last, ChunkEntry next) {
    return next.firstIndex() == last.firstIndex() + last.rows();
  }

  /**
   * Whether a torn chunk is at the end, or zeros: it can be cut off where its writer is known not
   * to finish it.
   */
  public boolean isTorn() {
    return damage.isEmpty() && endBytes < lengthBytes;
  }

  /** Returns how long it is. */
  public long bytes() {
    return lengthBytes - fromBytes;
  }
}
