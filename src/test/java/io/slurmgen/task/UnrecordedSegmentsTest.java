package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.slurmgen.ChildJvm;
import io.slurmgen.disk.LockMain;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.unrecorded.SegmentNotes;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnrecordedSegmentsTest {
  @TempDir Path directory;
  private TaskBench bench;
  private SubmissionRow submission;
  private AttemptRow attempt;
  private Path segment;

  /** A segment of five chunks of 20 samples, noted and not recorded. */
  @BeforeEach
  void writeSegment() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(200, 2);
    attempt = bench.writeUnrecorded(submission, 100);
    segment = bench.catalog.directory().root().resolve(attempt.segmentPath(0));
    notes().mark(attempt.segmentPath(0));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private UnrecordedSegments segments() {
    return new UnrecordedSegments(bench.catalog);
  }

  private SegmentNotes notes() {
    return new SegmentNotes(bench.catalog.directory(), line -> fail(line));
  }

  private void adopt() throws IOException {
    segments().adopt(TaskBench.PATIENCE, line -> fail(line));
  }

  private void assertRecorded(long samples) throws IOException {
    assertEquals(TaskBench.samples(LongStream.range(0, samples).toArray()), bench.recorded());
    assertFalse(hasNote());
  }

  private boolean hasNote() {
    String name = attempt.segmentPath(0).replace('/', '+');
    return Files.exists(bench.catalog.directory().root().resolve(".unrecorded").resolve(name));
  }

  @Test
  void segmentOfAnotherProgramIsNoneOfOurs() throws IOException {
    String path = "d/44136fa355b3/J9-1.arrows";
    SegmentSchema schema =
        new SegmentSchema(
            new ColumnType.Float(64),
            new ColumnType.Float(64),
            Map.of("slurm_gen.attempt", "x", "slurm_gen.submission", "-1"));
    try (SegmentWriter writer =
        SegmentWriter.create(bench.catalog.directory().root().resolve(path), schema)) {
      writer.append(1.0, 2.0);
      writer.endChunk(0, 1);
    }
    notes().mark(path);
    adopt();
    assertRecorded(100);
  }

  @Test
  void notedChunksAreRecordedOnce() throws IOException {
    adopt();
    assertRecorded(100);
    adopt();
    notes().mark(attempt.segmentPath(0));
    adopt();
    assertRecorded(100);
  }

  @Test
  void chunksOfAnAttemptAreFoundWithoutANote() throws IOException {
    notes().clear(attempt.segmentPath(0));
    segments().adopt(attempt);
    assertRecorded(100);
  }

  @Test
  void timingOfWhatWasRecordedBeforeStays() throws Exception {
    adopt();
    String figures = "select chunks, mean_nanos > 0, startup_nanos from attempt";
    assertEquals(List.of("5|1|null"), bench.rows(figures));
    AttemptRow second = bench.start(submission, 1);
    Task task = bench.task(recorder(), TaskBench.recipe(20, TaskBench::sample), second);
    task.run();
    String recorded = "select samples, chunks, startup_nanos > 0 from attempt where job_id = 2";
    assertEquals(List.of("100|5|1"), bench.rows(recorded));
    notes().mark(second.segmentPath(0));
    adopt();
    assertEquals(List.of("100|5|1"), bench.rows(recorded));
  }

  private Recorder recorder() {
    return Recorder.start(bench.catalog, line -> fail(line));
  }

  /** Each sample in a segment of its own, as gaps between them ask for. */
  private void writeManySegments() throws IOException {
    AttemptRow second = bench.start(submission, 1);
    Recorder none = recorder();
    none.close(Duration.ZERO);
    try (SegmentParts parts =
        new SegmentParts(
            bench.catalog.directory(), second, TaskBench.recipe(1, TaskBench::sample), none)) {
      for (int part = 0; part < 40; part++) {
        parts.append(100 + 2 * part, TaskBench.sample(100 + 2 * part));
        notes().mark(second.segmentPath(part));
      }
    }
  }

  @Test
  void manySegmentsShareATransaction() throws IOException {
    writeManySegments();
    long before = bench.commits();
    adopt();
    assertEquals(1, bench.commits() - before);
    assertEquals(140, bench.counts().raw().samples());
    assertEquals(List.of(), notes().paths());
  }

  @Test
  void lockedCatalogIsWaitedForOnceForAll() throws Exception {
    writeManySegments();
    List<String> said = new ArrayList<>();
    try (ChildJvm holder = ChildJvm.start(LockMain.class, bench.catalog.directory().lock())) {
      holder.readLine();
      segments().adopt(Duration.ofMillis(1), said::add);
    }
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith("samples in 41 segments are not recorded yet: "));
    adopt();
    assertEquals(140, bench.counts().raw().samples());
  }

  @Test
  void tornTailIsIgnored() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    adopt();
    assertRecorded(80);
  }

  private long chunkBytes() throws IOException {
    try (SegmentFile file = SegmentFile.open(segment)) {
      return file.scan(file.headerBytes(), Files.size(segment)).next().orElseThrow().lengthBytes();
    }
  }

  @Test
  void chunksBeforeADamagedOneAreRecorded() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(file.length() - 3 * chunkBytes() / 2);
      file.writeLong(0x0123456789abcdefL);
    }
    adopt();
    assertRecorded(60);
  }

  @Test
  void segmentWithoutAWholeSchemaHoldsNothing() throws IOException {
    Files.write(segment, new byte[100]);
    adopt();
    assertFalse(hasNote());
  }

  @Test
  void segmentThatIsGoneHoldsNothing() throws IOException {
    Files.delete(segment);
    adopt();
    assertFalse(hasNote());
  }

  @Test
  void overtakenAttemptIsNotRecorded() throws IOException {
    bench.start(submission, 0);
    adopt();
    assertEquals(0, bench.counts().raw().samples());
    assertFalse(hasNote());
  }

  @Test
  void segmentOfAnotherCatalogIsNotTakenForOnesOwn() throws IOException {
    Path catalog = bench.catalog.directory().catalog();
    bench.close();
    try (TaskBench other = TaskBench.in(Files.createDirectory(directory.resolve("other")))) {
      other.start(other.submitOther(200), 0);
    }
    Files.move(
        directory.resolve("other").resolve(catalog.getFileName()),
        catalog,
        StandardCopyOption.REPLACE_EXISTING);
    bench = TaskBench.in(directory);
    adopt();
    assertEquals(0, bench.counts().raw().samples());
  }
}
