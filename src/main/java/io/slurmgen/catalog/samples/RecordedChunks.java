package io.slurmgen.catalog.samples;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.segment.ChunkEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * Chunks of one segment that are on disk and to be recorded, in order.
 *
 * @param attempt who made them
 * @param segment the segment's path relative to the cache directory
 * @param types of its samples
 * @param chunks consecutive chunks with consecutive sample indexes, at least one
 * @param startupNanos from the start of its task to the first sample asked for, if it is known
 */
public record RecordedChunks(
    AttemptRow attempt,
    String segment,
    StoredTypes types,
    List<ChunkEntry> chunks,
    OptionalLong startupNanos) {

  /** Copies the list and checks that the chunks follow each other. */
  public RecordedChunks {
    chunks = List.copyOf(chunks);
    if (chunks.isEmpty()) {
      throw new IllegalArgumentException("no chunks of " + segment);
    }
    for (int i = 1; i < chunks.size(); i++) {
      ChunkEntry last = chunks.get(i - 1);
      ChunkEntry next = chunks.get(i);
      if (next.offsetBytes() != last.endBytes()
          || next.firstIndex() != last.firstIndex() + last.rows()) {
        throw new IllegalArgumentException(
            "chunks of %s do not follow each other: %s, %s".formatted(segment, last, next));
      }
    }
  }

  /** Returns these with some of the chunks only. */
  public RecordedChunks with(List<ChunkEntry> some) {
    return new RecordedChunks(attempt, segment, types, some, startupNanos);
  }

  /** The sample indexes of the chunks. */
  public IndexRange indexes() {
    long samples = chunks.stream().mapToLong(ChunkEntry::rows).sum();
    return new IndexRange(chunks.get(0).firstIndex(), samples);
  }

  /** The length of the segment after the last chunk. */
  public long endBytes() {
    return chunks.get(chunks.size() - 1).endBytes();
  }
}
