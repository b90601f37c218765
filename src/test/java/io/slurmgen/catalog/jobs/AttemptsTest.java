package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptTiming;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.ChunkEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private SubmissionRow submission;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    submission = catalog.submit(100, 2);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static List<IndexRange> range(long first, long end) {
    return List.of(IndexRange.between(first, end));
  }

  @Test
  void startSaysWhatIsToBeMade() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 1);
    assertEquals(
        new AttemptRow(
            2,
            1,
            1,
            submission.id(),
            submission.paramSet(),
            Optional.empty(),
            new IndexRanges(range(50, 100))),
        attempt);
    assertEquals("d/000000000000/J2-1.arrows", attempt.segmentPath(0));
    assertEquals("d/000000000000/J2-1-3.arrows", attempt.segmentPath(3));
    assertEquals(List.of("pending|0", "running|1"), catalog.rows("select state, attempt from job"));
    assertEquals(
        List.of("2|1|node|7_1|a.log|code|" + TestCatalog.CLOCK.millis() + "||0"),
        catalog.rows(
            "select job_id, number, node, slurm_job, log, code_hash, started_ms, ended_ms, samples"
                + " from attempt"));
  }

  @Test
  void unknownJobCannotBeStarted() {
    SupersededException refused =
        assertThrows(SupersededException.class, () -> catalog.start(submission, 7));
    assertEquals("submission 1 has no job 7", refused.getMessage());
    assertThrows(SupersededException.class, () -> catalog.start(9, 0));
  }

  @Test
  void cancelledJobCannotBeStarted() throws SQLException {
    catalog.sql("update job set state = 'cancelled' where number = 0");
    SupersededException refused =
        assertThrows(SupersededException.class, () -> catalog.start(submission, 0));
    assertEquals("job 0 of submission 1 is cancelled", refused.getMessage());
  }

  @Test
  void nextAttemptMakesOnlyTheRestAndFencesTheEarlierOne() throws IOException, SQLException {
    AttemptRow first = catalog.start(submission, 0);
    TestSegment segment = new TestSegment(first, 0, 0);
    catalog.record(segment.chunks(20, 10));
    AttemptRow second = catalog.start(submission, 0);
    assertEquals(2, second.number());
    assertEquals(range(20, 50), second.missing().ranges());

    List<String> before = catalog.dump();
    assertEquals(Set.of(first.id()), catalog.record(segment.chunks(10, 10)));
    assertEquals(before, catalog.dump());
    assertEquals(Set.of(), catalog.record(new TestSegment(second, 0, 20).chunks(30, 10)));
    assertEquals(50, catalog.group("raw").samples());
    assertEquals(List.of(), catalog.start(submission, 0).missing().ranges());
  }

  @Test
  void recordingTheSameAgainChangesNothing() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    RecordedChunks chunks = new TestSegment(attempt, 0, 0).chunks(35, 10);
    assertEquals(Set.of(), catalog.record(chunks));
    List<String> before = catalog.dump();
    assertEquals(Set.of(), catalog.record(chunks));
    assertEquals(before, catalog.dump());
    assertEquals(35, catalog.group("raw").samples());
  }

  @Test
  void onlyWhatIsNewOfARepeatedCallIsAdded() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    catalog.record(new TestSegment(attempt, 0, 0).chunks(20, 10));
    RecordedChunks whole = new TestSegment(attempt, 0, 0).chunks(45, 10);
    catalog.record(whole);
    assertEquals(45, catalog.group("raw").samples());
    assertEquals(
        List.of("0|45|" + whole.endBytes()),
        catalog.rows("select first_index, samples, length_bytes from segment"));
    assertEquals(List.of("0|45"), catalog.rows("select first_index, samples from sample_range"));
    assertEquals(
        List.of("0|10", "10|10", "20|10", "30|10", "40|5"),
        catalog.rows("select first_index, samples from chunk order by 1"));
    assertEquals(List.of("45|5|1000.0|0.0|7000000"), attemptFigures());
    assertEquals(45, catalog.catalog.submissions().find(1).orElseThrow().recorded());
  }

  /** Chunks of 10 samples that took 10, 20, 30, ... microseconds each. */
  private static RecordedChunks slowing(
      AttemptRow attempt, int part, int from, int to, OptionalLong startupNanos) {
    List<ChunkEntry> chunks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long offset = 400 + 200L * (i - from);
      chunks.add(new ChunkEntry(10L * i, 10, offset, 200, 0, 100_000L * (i + 1)));
    }
    return new RecordedChunks(
        attempt, attempt.segmentPath(part), TestSegment.TYPES, chunks, startupNanos);
  }

  @Test
  void timingIsThatOfAllChunksHoweverTheyCameToBeRecorded() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    catalog.record(slowing(attempt, 0, 0, 1, OptionalLong.empty()));
    assertEquals(List.of("10|1|10000.0|0.0|"), attemptFigures());
    catalog.record(slowing(attempt, 0, 0, 2, OptionalLong.of(7)));
    catalog.record(slowing(attempt, 1, 2, 3, OptionalLong.empty()));
    assertEquals(List.of("30|3|20000.0|10000.0|7"), attemptFigures());
    catalog.record(slowing(attempt, 2, 3, 5, OptionalLong.empty()));
    assertEquals(
        new AttemptTiming(7, 5, 30_000, Math.sqrt(2.5e8)),
        catalog.catalog.timings().ofDataset("d").get(0));
  }

  private List<String> attemptFigures() throws SQLException {
    return catalog.rows(
        "select samples, chunks, mean_nanos, stddev_nanos, startup_nanos from attempt");
  }

  @Test
  void rangesThatMeetAreJoinedInWhateverOrderJobsRecord() throws IOException, SQLException {
    SubmissionRow many = catalog.submit(100, 10);
    for (int job : new int[] {3, 1, 0, 9, 2, 5, 7, 6, 8}) {
      AttemptRow attempt = catalog.start(many, job);
      long first = attempt.missing().ranges().get(0).first();
      catalog.record(new TestSegment(attempt, 0, first).chunks(10, 5));
    }
    assertEquals(
        List.of("100|40|1", "150|50|1"),
        catalog.rows("select first_index, samples, group_id from sample_range order by 1"));
    catalog.catalog.groups().move(1, 40, "train");
    catalog.recordAll(catalog.start(many, 4), 5);
    assertEquals(
        List.of("100|40|2", "140|60|1"),
        catalog.rows("select first_index, samples, group_id from sample_range order by 1"));
    assertEquals(60, catalog.group("raw").samples());
  }

  @Test
  void checksumsAreKeptWithoutSign() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    RecordedChunks made = new TestSegment(attempt, 0, 0).chunks(10, 10);
    ChunkEntry chunk = made.chunks().get(0);
    catalog.record(
        new RecordedChunks(
            attempt,
            made.segment(),
            made.types(),
            List.of(new ChunkEntry(0, 10, chunk.offsetBytes(), chunk.lengthBytes(), 0xffffffff, 1)),
            TestCatalog.STARTUP_NANOS));
    assertEquals(List.of("4294967295"), catalog.rows("select crc32c from chunk"));
  }

  @Test
  void severalAttemptsAreRecordedInOneCallWithoutTheSupersededOnes() throws IOException {
    AttemptRow old = catalog.start(submission, 0);
    AttemptRow other = catalog.start(submission, 1);
    AttemptRow fresh = catalog.start(submission, 0);
    Set<AttemptRow.Id> superseded =
        catalog.record(
            new TestSegment(old, 0, 0).chunks(30, 10),
            new TestSegment(other, 0, 50).chunks(20, 10),
            new TestSegment(fresh, 0, 0).chunks(10, 10));
    assertEquals(Set.of(old.id()), superseded);
    assertEquals(30, catalog.group("raw").samples());
    assertEquals(range(70, 100), catalog.start(submission, 1).missing().ranges());
    assertEquals(range(10, 50), catalog.start(submission, 0).missing().ranges());
  }

  @Test
  void chunksThatDoNotContinueTheirSegmentAreRefusedWhole() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    TestSegment segment = new TestSegment(attempt, 0, 0);
    catalog.record(segment.chunks(10, 10));
    segment.chunks(10, 10);
    RecordedChunks afterAGap = segment.chunks(10, 10);
    List<String> before = catalog.dump();
    assertThrows(IllegalArgumentException.class, () -> catalog.record(afterAGap));
    assertEquals(before, catalog.dump());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RecordedChunks(
                attempt,
                "p",
                TestSegment.TYPES,
                List.of(afterAGap.chunks().get(0), afterAGap.chunks().get(0)),
                TestCatalog.STARTUP_NANOS));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RecordedChunks(
                attempt, "p", TestSegment.TYPES, List.of(), TestCatalog.STARTUP_NANOS));
  }

  @Test
  void samplesThatAnotherRecordedAreRefusedWhole() throws IOException, SQLException {
    catalog.record(new TestSegment(catalog.start(submission, 0), 0, 0).chunks(50, 10));
    AttemptRow attempt = catalog.start(submission, 1);
    List<String> before = catalog.dump();
    CatalogException refused =
        assertThrows(
            CatalogException.class,
            () -> catalog.record(new TestSegment(attempt, 0, 45).chunks(10, 10)));
    assertTrue(refused.getMessage().contains("a sample cannot be in two groups"));
    assertEquals(before, catalog.dump());
  }

  @Test
  void endedAttemptLeavesTheStateAndTheReason() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    catalog.catalog.attempts().end(attempt, JobEnd.of(JobState.FAILED, EndReason.OTHER, "no luck"));
    assertEquals(
        List.of("failed|no luck|" + TestCatalog.CLOCK.millis()),
        catalog.rows(
            "select j.state, j.error, a.ended_ms from job j join attempt a on a.job_id = j.id"));
    catalog.start(submission, 0);
    catalog.catalog.attempts().end(attempt, JobEnd.done());
    assertEquals(
        List.of("running|"), catalog.rows("select state, error from job where number = 0"));
  }
}
