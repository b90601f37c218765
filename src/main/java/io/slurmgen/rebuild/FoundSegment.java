package io.slurmgen.rebuild;

import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.segment.ChunkEntry;
import java.util.List;

/**
 * A segment as it lies on the disk.
 *
 * @param path relative to the cache directory
 * @param origin where its samples come from
 * @param types of its samples
 * @param chunks those that are whole, in order, or a run of them
 * @param modifiedMillis when it was last written to, since 1970-01-01 UTC
 */
record FoundSegment(
    String path,
    SegmentOrigin origin,
    StoredTypes types,
    List<ChunkEntry> chunks,
    long modifiedMillis) {

  FoundSegment {
    chunks = List.copyOf(chunks);
  }

  /** With those of its chunks only. */
  FoundSegment with(int from, int end) {
    return new FoundSegment(path, origin, types, chunks.subList(from, end), modifiedMillis);
  }

  long samples() {
    return chunks.stream().mapToLong(ChunkEntry::rows).sum();
  }

  /** Returns the indexes of its samples; there must be chunks. */
  IndexRange indexes() {
    return new IndexRange(chunks.get(0).firstIndex(), samples());
  }
}
