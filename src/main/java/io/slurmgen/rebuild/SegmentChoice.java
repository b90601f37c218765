package io.slurmgen.rebuild;

import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.journal.JournalledLabels;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SegmentOrigin.SeriesKey;
import io.slurmgen.segment.ChunkEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses whose samples count where several segments hold the same index: those of the job with the
 * highest number, and of that job's latest attempt.
 *
 * <p>That keeps all that was ever recorded. An index is handed out again only if it was not
 * recorded, and whoever had it before may not record it any more ({@link Attempts}); and what is
 * recorded of a segment are its first chunks.
 *
 * <p>Where an old catalog was put back and used, numbers do not tell who came last. But a label is
 * given to recorded samples only: a segment that alone has a labelled sample was recorded up to it,
 * and so far it comes before all others.
 *
 * <p>Chunks behind an overlap count as well. The chunks of a segment that count follow each other:
 * of several runs, the one with most labelled samples, and of these the first.
 */
final class SegmentChoice {

  private final JournalledLabels labels;
  private final List<FoundSegment> segments;
  private final boolean[][] claimed;
  private final Map<SeriesKey, TreeMap<Long, Long>> endsByFirst = new HashMap<>();

  private SegmentChoice(List<FoundSegment> segments, JournalledLabels labels) {
    this.segments = segments;
    this.labels = labels;
    this.claimed = new boolean[segments.size()][];
    Arrays.setAll(claimed, i -> new boolean[segments.get(i).chunks().size()]);
  }

  /** The segments with the chunks that count, perhaps none, ordered by job, attempt and path. */
  static List<FoundSegment> of(List<FoundSegment> found, JournalledLabels labels) {
    List<FoundSegment> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.<FoundSegment>comparingLong(segment -> segment.origin().job())
            .thenComparingLong(segment -> segment.origin().submission())
            .thenComparingInt(segment -> segment.origin().attempt())
            .thenComparing(FoundSegment::path));
    return new SegmentChoice(sorted, labels).choose();
  }

  private List<FoundSegment> choose() {
    Map<SeriesKey, IndexRanges> held = heldOnce();
    for (int i = segments.size() - 1; i >= 0; i--) {
      claim(i, recorded(segments.get(i), held));
    }
    FoundSegment[] chosen = new FoundSegment[segments.size()];
    for (int i = chosen.length - 1; i >= 0; i--) {
      claim(i, claimed[i].length);
      chosen[i] = bestRun(segments.get(i), claimed[i]);
    }
    return List.of(chosen);
  }

  /** The indexes that one segment has alone. */
  private Map<SeriesKey, IndexRanges> heldOnce() {
    Map<SeriesKey, List<IndexRange>> all =
        segments.stream()
            .filter(segment -> segment.samples() > 0)
            .collect(
                Collectors.groupingBy(
                    segment -> segment.origin().seriesKey(),
                    Collectors.mapping(FoundSegment::indexes, Collectors.toList())));
    Map<SeriesKey, IndexRanges> once = new HashMap<>();
    all.forEach((series, ranges) -> once.put(series, IndexRanges.once(ranges)));
    return once;
  }

  /** How many first chunks are known to have been recorded. */
  private int recorded(FoundSegment segment, Map<SeriesKey, IndexRanges> once) {
    IndexRanges labelled = labels.of(segment.origin());
    IndexRanges alone =
        labelled.and(once.getOrDefault(segment.origin().seriesKey(), IndexRanges.none()));
    int recorded = segment.chunks().size();
    while (recorded > 0 && !alone.overlaps(range(segment.chunks().get(recorded - 1)))) {
      recorded--;
    }
    return recorded;
  }

  /** Claims those of a segment's first chunks that nobody has yet. */
  private void claim(int index, int first) {
    FoundSegment segment = segments.get(index);
    TreeMap<Long, Long> taken =
        endsByFirst.computeIfAbsent(segment.origin().seriesKey(), series -> new TreeMap<>());
    long runFirst = -1;
    for (int i = 0; i < first; i++) {
      IndexRange range = range(segment.chunks().get(i));
      if (!claimed[index][i] && isFree(taken, range)) {
        claimed[index][i] = true;
        runFirst = runFirst < 0 ? range.first() : runFirst;
        taken.put(runFirst, range.end()); // one entry a run
      } else {
        runFirst = -1;
      }
    }
  }

  /** The range that begins last before another's end is the only one that can overlap it. */
  private static boolean isFree(TreeMap<Long, Long> taken, IndexRange range) {
    Map.Entry<Long, Long> before = taken.lowerEntry(range.end());
    return before == null || before.getValue() <= range.first();
  }

  private FoundSegment bestRun(FoundSegment segment, boolean[] claimed) {
    IndexRanges labelled = labels.of(segment.origin());
    FoundSegment best = segment.with(0, 0);
    long most = -1;
    for (int from = 0; from < claimed.length; from++) {
      int end = from;
      while (end < claimed.length && claimed[end]) {
        end++;
      }
      if (end > from) {
        FoundSegment run = segment.with(from, end);
        long samples = labelled.and(new IndexRanges(List.of(run.indexes()))).samples();
        if (samples > most) {
          most = samples;
          best = run;
        }
        from = end;
      }
    }
    return best;
  }

  private static IndexRange range(ChunkEntry chunk) {
    return new IndexRange(chunk.firstIndex(), chunk.rows());
  }
}
