package io.slurmgen.catalog;

import io.slurmgen.catalog.SegmentOrigin.SeriesKey;
import io.slurmgen.segment.ChunkEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses whose samples count where several segments hold the same index: those of the job with the
 * highest number, and of that job's latest attempt. The other segment counts up to its first chunk
 * with such an index.
 *
 * <p>That keeps all that was ever recorded. An index is handed out again only if it was not
 * recorded, and whoever had it before may not record it any more ({@link Attempts}); and what is
 * recorded of a segment are its first chunks.
 */
final class SegmentChoice {

  private final Map<SeriesKey, TreeMap<Long, Long>> endsByFirst = new HashMap<>();

  private SegmentChoice() {}

  /** The segments with the chunks that count, perhaps none, ordered by job, attempt and path. */
  static List<FoundSegment> of(List<FoundSegment> found) {
    List<FoundSegment> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.<FoundSegment>comparingLong(segment -> segment.origin().job())
            .thenComparingLong(segment -> segment.origin().submission())
            .thenComparingInt(segment -> segment.origin().attempt())
            .thenComparing(FoundSegment::path));
    SegmentChoice choice = new SegmentChoice();
    FoundSegment[] chosen = new FoundSegment[sorted.size()];
    for (int i = chosen.length - 1; i >= 0; i--) {
      chosen[i] = choice.claim(sorted.get(i));
    }
    return List.of(chosen);
  }

  private FoundSegment claim(FoundSegment segment) {
    TreeMap<Long, Long> taken =
        endsByFirst.computeIfAbsent(segment.origin().seriesKey(), series -> new TreeMap<>());
    int free = 0;
    while (free < segment.chunks().size() && isFree(taken, segment.chunks().get(free))) {
      free++;
    }
    FoundSegment chosen = segment.withFirst(free);
    if (free > 0) {
      taken.put(chosen.indexes().first(), chosen.indexes().end());
    }
    return chosen;
  }

  /** The range that begins last before the chunk's end is the only one that can overlap it. */
  private static boolean isFree(TreeMap<Long, Long> taken, ChunkEntry chunk) {
    Map.Entry<Long, Long> before = taken.lowerEntry(chunk.firstIndex() + chunk.rows());
    return before == null || before.getValue() <= chunk.firstIndex();
  }
}
