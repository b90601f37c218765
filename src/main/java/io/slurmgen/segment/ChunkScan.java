package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import java.io.IOException;
import java.util.Optional;

/** Walks the chunks of a segment in their order, and checks each one's bytes. For one thread. */
public final class ChunkScan {
  private final SegmentFile file;
  private final long toOffset;
  private long offset;
  private BatchLayout layout;

  ChunkScan(SegmentFile file, long fromOffset, long toOffset) {
    this.file = file;
    this.offset = fromOffset;
    this.toOffset = toOffset;
  }

  /**
   * The next chunk.
   *
   * @return empty at the end, or where a torn tail follows: a part of a chunk, or zeros, which some
   *     file systems leave behind when a node crashes
   * @throws CorruptSegmentException if the next bytes are no undamaged chunk
   * @throws IOException if the file cannot be read
   */
  public Optional<ChunkEntry> next() throws IOException {
    if (offset >= toOffset || file.bytes().isZero(offset, toOffset)) {
      return Optional.empty();
    }
    Optional<Chunk> found = file.chunk(offset, toOffset, layout);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Chunk chunk = found.get();
    int crc = Checksums.compare(chunk);
    layout = chunk.layout();
    offset += layout.messageBytes();
    return Optional.of(
        new ChunkEntry(
            MessageTail.CHUNK.get(chunk, MessageTail.FIRST),
            layout.rows(),
            chunk.offset(),
            layout.messageBytes(),
            crc,
            MessageTail.CHUNK.get(chunk, MessageTail.NANOS)));
  }

  /**
   * Where the last chunk that was returned ends: the place to cut a torn tail off, where its writer
   * is known not to finish it.
   *
   * @return bytes from the file's start
   */
  public long endOffset() {
    return offset;
  }

  /**
   * What lies between {@link #endOffset} and the scan's end: after the last chunk, a torn tail.
   *
   * @return bytes
   */
  public long remainingBytes() {
    return Math.max(0, toOffset - offset);
  }
}
