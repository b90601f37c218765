package io.slurmgen.unrecorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.task.TaskBench;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TornTailsTest {
  @TempDir Path directory;
  private TaskBench bench;
  private SubmissionRow submission;
  private AttemptRow attempt;
  private Path segment;

  /** A segment of five chunks of 20 samples that are not recorded. */
  @BeforeEach
  void writeSegment() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(200, 2);
    attempt = bench.writeUnrecorded(submission, 100);
    segment = bench.catalog.directory().root().resolve(attempt.segmentPath(0));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private void tear(long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - bytes);
    }
  }

  private void cut(AttemptRow started) {
    new TornTails(bench.catalog).cutBefore(started, line -> fail(line));
  }

  private void adopt() throws IOException {
    new UnrecordedSegments(bench.catalog).adopt(attempt);
  }

  /** As another Arrow reader counts them. */
  private long rows() throws IOException {
    long rows = 0;
    try (InputStream in = Files.newInputStream(segment);
        RootAllocator memory = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(in, memory)) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  private void assertRecorded(long samples) throws IOException {
    assertEquals(TaskBench.samples(LongStream.range(0, samples).toArray()), bench.recorded());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, 300, 400})
  void nextAttemptCutsTheTornTail(long torn) throws IOException {
    tear(torn);
    assertThrows(IOException.class, this::rows);
    adopt();
    cut(bench.start(submission, 0));
    assertEquals(80, rows());
    assertRecorded(80);
  }

  @Test
  void attemptThatMayComeBackIsNotCut() throws IOException {
    tear(1);
    long length = Files.size(segment);
    adopt();
    cut(attempt);
    assertEquals(length, Files.size(segment));
  }

  @Test
  void supersededAttemptThatAppendsAfterwardsDoesNotSpoilTheFile() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    tear(100);
    int length = (int) Files.size(segment);
    adopt();
    cut(bench.start(submission, 0));
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(length);
      file.write(whole, length, whole.length - length);
    }
    assertEquals(80, rows());
    assertRecorded(80);
    new SegmentNotes(bench.catalog.directory(), line -> fail(line)).mark(attempt.segmentPath(0));
    new UnrecordedSegments(bench.catalog).adopt(TaskBench.PATIENCE, line -> fail(line));
    assertRecorded(80);
  }

  @Test
  void wholeChunksStay() throws IOException {
    long length = Files.size(segment);
    cut(bench.start(submission, 0));
    assertEquals(length, Files.size(segment));
  }

  @Test
  void recordedBytesStayEvenIfTheyAreDamaged() throws IOException {
    adopt();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(file.length() - 200);
      file.write(new byte[201]);
    }
    long length = Files.size(segment);
    cut(bench.start(submission, 0));
    assertEquals(length - 1, Files.size(segment));
  }

  @Test
  void damageIsNotCut() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(file.length() - 100);
      file.writeLong(0x0123456789abcdefL);
    }
    long length = Files.size(segment);
    cut(bench.start(submission, 0));
    assertEquals(length, Files.size(segment));
  }

  @Test
  void fileWithoutAWholeSchemaIsLeftAlone() throws IOException {
    Files.write(segment, new byte[100]);
    cut(bench.start(submission, 0));
    assertEquals(100, Files.size(segment));
  }
}
