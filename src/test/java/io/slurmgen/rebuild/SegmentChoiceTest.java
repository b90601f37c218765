package io.slurmgen.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.TestSegment;
import io.slurmgen.journal.JournalledLabels;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.segment.ChunkEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Segments in chunks of ten, as a history leaves them, and what of them counts. */
class SegmentChoiceTest {

  private static final String HASH = "0".repeat(64);

  private static FoundSegment segment(int job, long first, long end) {
    SegmentOrigin origin =
        new SegmentOrigin("d", 0, "{}", HASH, 7, job, job, 0, 1, "code", Optional.empty());
    List<ChunkEntry> chunks = new ArrayList<>();
    for (long index = first; index < end; index += 10) {
      chunks.add(new ChunkEntry(index, (int) Math.min(10, end - index), 100 + index, 10, 0, 0));
    }
    return new FoundSegment("J" + job, origin, TestSegment.TYPES, chunks, 0);
  }

  private static MoveLine move(long seed, long first, long end) {
    return new MoveLine(
        1,
        "d",
        HASH,
        "train",
        0,
        new IndexRanges(List.of(IndexRange.between(first, end))),
        OptionalLong.of(seed),
        0);
  }

  private static List<String> chosen(List<MoveLine> moves, FoundSegment... found) {
    return SegmentChoice.of(List.of(found), new JournalledLabels(moves)).stream()
        .map(
            segment ->
                segment.samples() == 0
                    ? segment.path()
                    : "%s %d-%d"
                        .formatted(
                            segment.path(), segment.indexes().first(), segment.indexes().end() - 1))
        .toList();
  }

  @Test
  void ofTwoTheLaterJobCounts() {
    assertEquals(
        List.of("J1 0-49", "J2 50-99"), chosen(List.of(), segment(1, 0, 100), segment(2, 50, 100)));
  }

  @Test
  void labelsThatBothHaveTellNothing() {
    assertEquals(
        List.of("J1 0-49", "J2 50-99"),
        chosen(List.of(move(7, 0, 100)), segment(1, 0, 100), segment(2, 50, 100)));
  }

  @Test
  void chunksBehindAnOverlapCount() {
    assertEquals(
        List.of("J2 110-139", "J3 50-109"),
        chosen(List.of(), segment(2, 50, 140), segment(3, 50, 110)));
  }

  /** What was recorded of a segment are its first chunks. */
  @Test
  void ofTwoRunsTheFirstCounts() {
    assertEquals(
        List.of("J2 0-19", "J3 20-39"), chosen(List.of(), segment(2, 0, 100), segment(3, 20, 40)));
  }

  @Test
  void segmentThatAloneHasALabelledSampleWasRecordedUpToIt() {
    assertEquals(
        List.of("J2 50-139", "J3"),
        chosen(List.of(move(7, 0, 131)), segment(2, 50, 140), segment(3, 50, 110)));
  }

  @Test
  void labelsOfAnotherSeedTellNothing() {
    assertEquals(
        List.of("J2 110-139", "J3 50-109"),
        chosen(List.of(move(8, 0, 140)), segment(2, 50, 140), segment(3, 50, 110)));
  }

  @Test
  void nothingIsCutFromWhatDoesNotOverlap() {
    assertEquals(
        List.of("J1 0-49", "J2 50-99", "J5 200-207"),
        chosen(List.of(), segment(5, 200, 208), segment(2, 50, 100), segment(1, 0, 50)));
  }
}
