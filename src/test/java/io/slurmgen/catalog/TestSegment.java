package io.slurmgen.catalog;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.ChunkEntry;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a segment as a writer would report them; there is no file. */
public final class TestSegment {

  public static final long HEADER_BYTES = 400;
  public static final StoredTypes TYPES = new StoredTypes("double", "double");

  private final AttemptRow attempt;
  private final String path;
  private long nextIndex;
  private long nextOffsetBytes = HEADER_BYTES;

  public TestSegment(AttemptRow attempt, int part, long firstIndex) {
    this.attempt = attempt;
    this.path = attempt.segmentPath(part);
    this.nextIndex = firstIndex;
  }

  public static long lengthBytes(long rows) {
    return 192 + 16 * rows;
  }

  /** The next samples in chunks of the given rows, the last with what remains. */
  public RecordedChunks chunks(long samples, int rows) {
    List<ChunkEntry> chunks = new ArrayList<>();
    for (long left = samples; left > 0; left -= rows) {
      chunks.add(next((int) Math.min(left, rows)));
    }
    return new RecordedChunks(attempt, path, TYPES, chunks, TestCatalog.STARTUP_NANOS);
  }

  private ChunkEntry next(int rows) {
    ChunkEntry chunk =
        new ChunkEntry(
            nextIndex, rows, nextOffsetBytes, lengthBytes(rows), (int) nextIndex, rows * 1000L);
    nextIndex += rows;
    nextOffsetBytes = chunk.endBytes();
    return chunk;
  }
}
