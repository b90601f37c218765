package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.Rebuild;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts in a rebuilt catalog where segments hold more than was ever recorded of them. */
class RebuildTest {
  private static final JobEnd LOST = JobEnd.of(JobState.LOST, EndReason.LOST, "gone");

  @TempDir Path directory;
  private TaskBench bench;
  private SubmissionRow submission;
  private AttemptRow attempt;

  /** An attempt that has written five chunks of 20 samples. */
  @BeforeEach
  void writeSegment() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(100, 1);
    attempt = bench.writeUnrecorded(submission, 100);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  /** Records the first of its chunks. */
  private void record(int chunks) throws IOException {
    String path = attempt.segmentPath(0);
    Path file = bench.catalog.directory().root().resolve(path);
    List<ChunkEntry> first = new ArrayList<>();
    try (SegmentFile segment = SegmentFile.open(file)) {
      ChunkScan scan = segment.scan(segment.headerBytes(), Files.size(file));
      for (int i = 0; i < chunks; i++) {
        first.add(scan.next().orElseThrow());
      }
    }
    bench
        .catalog
        .attempts()
        .record(
            List.of(
                new RecordedChunks(attempt, path, TaskBench.TYPES, first, OptionalLong.empty())),
            TaskBench.PATIENCE);
  }

  private void run(SubmissionRow of) throws IOException {
    bench.run(of, 0, TaskBench.recipe(30, TaskBench::sample));
  }

  private void loseAndRebuild() throws IOException {
    bench.close();
    Files.delete(bench.catalog.directory().catalog());
    Rebuild.run(bench.catalog.directory(), Clock.systemUTC(), false);
    bench = TaskBench.in(directory);
    assertEquals(TaskBench.samples(LongStream.range(0, 100).toArray()), bench.recorded());
  }

  private List<String> segments() throws SQLException {
    return bench.rows(
        "select substr(path, 16), job_id, attempt, first_index, samples, length_bytes"
            + " from segment order by first_index");
  }

  private List<String> segmentsWithoutLengths() throws SQLException {
    return segments().stream().map(row -> row.substring(0, row.lastIndexOf('|'))).toList();
  }

  @Test
  void chunksThatWereNotRecordedYetCount() throws Exception {
    loseAndRebuild();
    assertEquals(List.of("J1-1.arrows|1|1|0|100"), segmentsWithoutLengths());
    assertEquals(List.of("1|0|done|1"), bench.rows("select id, number, state, attempt from job"));
  }

  @Test
  void ofTwoAttemptsTheLaterOneCounts() throws Exception {
    run(submission);
    List<String> before = segments();
    assertTrue(before.get(0).startsWith("J1-2.arrows|1|2|0|100|"), before::toString);
    loseAndRebuild();
    assertEquals(before, segments());
    assertEquals(
        List.of("1|0", "2|100"), bench.rows("select number, samples from attempt order by 1"));
  }

  @Test
  void whatTheEarlierAttemptHadRecordedCounts() throws Exception {
    record(2);
    run(submission);
    List<String> before = segments();
    loseAndRebuild();
    assertEquals(before, segments());
    assertEquals(
        List.of("J1-1.arrows|1|1|0|40", "J1-2.arrows|1|2|40|60"), segmentsWithoutLengths());
  }

  @Test
  void ofTwoJobsTheLaterOneCounts() throws Exception {
    record(1);
    bench.catalog.attempts().end(attempt, LOST);
    run(bench.submit(50, 1));
    run(bench.submit(30, 1));
    List<String> before = segments();
    loseAndRebuild();
    assertEquals(before, segments());
    assertEquals(
        List.of("J1-1.arrows|1|1|0|20", "J2-1.arrows|2|1|20|50", "J3-1.arrows|3|1|70|30"),
        segmentsWithoutLengths());
  }

  @Test
  void jobOfWhichNothingCountsIsLost() throws Exception {
    bench.catalog.attempts().end(attempt, LOST);
    run(bench.submit(100, 1));
    loseAndRebuild();
    assertEquals(
        List.of("1|1|lost", "2|2|done"),
        bench.rows("select id, submission_id, state from job order by 1"));
    assertEquals(List.of("2|0|100"), bench.rows("select * from job_range"));
  }

  @Test
  void copyOfASegmentDoesNotCount() throws Exception {
    Path segment = bench.catalog.directory().root().resolve(attempt.segmentPath(0));
    Files.copy(segment, segment.resolveSibling("J8-1.arrows"));
    loseAndRebuild();
    assertEquals(List.of("J1-1.arrows|1|1|0|100"), segmentsWithoutLengths());
  }

  /** It can record nothing in the catalog that it has open, which is not the catalog any more. */
  @Test
  void jobThatRunsMeanwhileIsRecordedByTheNextCommand() throws IOException {
    AttemptRow running = bench.start(bench.submit(100, 1), 0);
    Recorder recorder = Recorder.start(bench.catalog, line -> {}, TaskBench.QUICK);
    try (SegmentParts parts =
        new SegmentParts(
            bench.catalog.directory(),
            running,
            TaskBench.recipe(20, TaskBench::sample),
            recorder)) {
      append(parts, 100, 140);
      assertTrue(recorder.queue().await(running, TaskBench.PATIENCE));
      Rebuild.run(bench.catalog.directory(), Clock.systemUTC(), true);
      append(parts, 140, 200);
      assertFalse(recorder.close(Duration.ZERO));
    }
    bench.close();
    bench = TaskBench.in(directory);
    new UnrecordedSegments(bench.catalog).adopt(TaskBench.PATIENCE, line -> fail(line));
    assertEquals(TaskBench.samples(LongStream.range(0, 200).toArray()), bench.recorded());
  }

  private static void append(SegmentParts parts, long from, long end) throws IOException {
    for (long index = from; index < end; index++) {
      parts.append(index, TaskBench.sample(index));
    }
  }
}
