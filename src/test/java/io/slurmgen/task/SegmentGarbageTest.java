package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
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
import io.slurmgen.upkeep.GarbageCollection;
import io.slurmgen.upkeep.Leftover;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bytes of segments are garbage: only what can never be recorded and is there elsewhere. */
class SegmentGarbageTest {
  private static final JobEnd LOST = JobEnd.of(JobState.LOST, EndReason.LOST, "gone");

  @TempDir Path directory;
  private final List<String> kept = new ArrayList<>();
  private TaskBench bench;
  private SubmissionRow submission;
  private AttemptRow attempt;
  private Path segment;

  /** An attempt that has written five chunks of 20 samples, and recorded none. */
  @BeforeEach
  void writeSegment() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(100, 1);
    attempt = bench.writeUnrecorded(submission, 100);
    segment = bench.catalog.directory().root().resolve(attempt.segmentPath(0));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  /** What is removed, as a dry run tells it first; the samples stay what they are. */
  private List<String> collect() throws IOException {
    var before = bench.recorded();
    List<String> told = collect(true);
    kept.clear();
    assertEquals(told, collect(false));
    assertEquals(before, bench.recorded());
    return told;
  }

  private List<String> collect(boolean isDryRun) throws IOException {
    List<String> told = new ArrayList<>();
    long bytes = Files.exists(segment) ? Files.size(segment) : 0;
    long[] freed = new long[1];
    new GarbageCollection(bench.catalog, Clock.systemUTC())
        .run(
            isDryRun,
            left -> {
              told.add(left.kind() + " " + left.path().getFileName());
              freed[0] += left.path().equals(segment) ? left.bytes() : 0;
            },
            kept::add);
    long now = Files.exists(segment) ? Files.size(segment) : 0;
    assertEquals(isDryRun ? 0 : freed[0], bytes - now);
    return told;
  }

  private void tear(long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - bytes);
    }
  }

  /** Records the first of its chunks. */
  private void record(int chunks) throws IOException {
    List<ChunkEntry> first = new ArrayList<>();
    try (SegmentFile file = SegmentFile.open(segment)) {
      ChunkScan scan = file.scan(file.headerBytes(), Files.size(segment));
      for (int i = 0; i < chunks; i++) {
        first.add(scan.next().orElseThrow());
      }
    }
    bench
        .catalog
        .attempts()
        .record(
            List.of(
                new RecordedChunks(
                    attempt, attempt.segmentPath(0), TaskBench.TYPES, first, OptionalLong.empty())),
            TaskBench.PATIENCE);
  }

  private void runAgain() throws IOException {
    bench.run(submission, 0, TaskBench.recipe(30, TaskBench::sample));
    assertEquals(TaskBench.samples(LongStream.range(0, 100).toArray()), bench.recorded());
  }

  @Test
  void segmentThatAnotherAttemptHasMadeAgainIsRemoved() throws IOException {
    runAgain();
    assertEquals(List.of("SEGMENT J1-1.arrows"), collect());
    assertEquals(List.of(), kept);
    assertEquals(List.of(), collect());
  }

  @Test
  void rowThatNamesAnotherFileDoesNotMakeTheOnlySamplesSuperfluous() throws Exception {
    Path only = onlySegment();
    byte[] bytes = Files.readAllBytes(only);
    damage("update segment set path = replace(path, 'J1-2', 'J1-3')");
    assertEquals(List.of(), collect(false));
    assertArrayEquals(bytes, Files.readAllBytes(only));
    assertEquals(List.of(only + ": 100 samples that are recorded nowhere stay"), kept);
  }

  @Test
  void rowThatIsTooShortDoesNotMakeTheOnlySamplesSuperfluous() throws Exception {
    Path only = onlySegment();
    byte[] bytes = Files.readAllBytes(only);
    damage(
        "update segment set length_bytes ="
            + " (select max(offset_bytes) from chunk where chunk.segment_id = segment.id)");
    assertThrows(CatalogException.class, () -> collect(false));
    assertArrayEquals(bytes, Files.readAllBytes(only));
  }

  private Path onlySegment() throws IOException {
    runAgain();
    Files.delete(segment);
    return segment.resolveSibling("J1-2.arrows");
  }

  /** What a flipped bit does, which SQLite does not see. */
  private void damage(String sql) throws SQLException {
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + bench.catalog.directory().catalog());
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("drop trigger segment_only_grows");
      statement.executeUpdate(sql);
    }
  }

  @Test
  void chunksThatAnotherAttemptHasMadeAgainAreCutOff() throws IOException {
    record(2);
    runAgain();
    assertEquals(List.of("UNRECORDED_END J1-1.arrows"), collect());
    assertEquals(bench.catalog.attempts().recordedBytes(attempt.segmentPath(0)), size());
    assertEquals(List.of(), collect());
  }

  private long size() throws IOException {
    return Files.size(segment);
  }

  @Test
  void tornTailOfASupersededAttemptIsCutOff() throws IOException {
    record(4);
    tear(100);
    bench.start(submission, 0);
    assertEquals(List.of("TORN_TAIL J1-1.arrows"), collect());
    assertEquals(bench.catalog.attempts().recordedBytes(attempt.segmentPath(0)), size());
  }

  /** Its indexes are nowhere else: repair may adopt it. */
  @Test
  void chunkThatIsNowhereElseStaysAndIsTold() throws IOException {
    record(2);
    tear(1);
    bench.start(submission, 0);
    assertEquals(List.of("TORN_TAIL J1-1.arrows"), collect());
    assertEquals(
        List.of(segment + ": 40 samples that are recorded nowhere stay"), kept, kept::toString);
    assertEquals(List.of(), collect());
  }

  @Test
  void runningAttemptIsLeftAlone() throws IOException {
    tear(1);
    assertEquals(List.of(), collect());
    assertEquals(List.of(), kept);
  }

  /** It may only have been given up, and record what it has when it comes back. */
  @Test
  void newestAttemptOfALostJobIsLeftAlone() throws IOException {
    tear(1);
    bench.catalog.jobEnds().end(submission, EnumSet.of(JobState.RUNNING), LOST);
    assertEquals(List.of(), collect());
    new UnrecordedSegments(bench.catalog).adopt(attempt);
    assertEquals(TaskBench.samples(LongStream.range(0, 80).toArray()), bench.recorded());
  }

  @Test
  void tornSegmentOfAnAttemptThatSaidItsEndIsRemoved() throws IOException {
    bench.catalog.attempts().end(attempt, LOST);
    Files.write(segment, new byte[100]);
    assertEquals(List.of("SEGMENT J1-1.arrows"), collect());
    assertFalse(Files.exists(segment));
  }

  @Test
  void segmentsOfReleasedJobsAreRemovedOnceOthersHaveTheirSamples() throws IOException {
    bench.catalog.attempts().end(attempt, LOST);
    SubmissionRow other = bench.submit(100, 1);
    assertEquals(List.of(), collect());
    assertEquals(1, kept.size(), kept::toString);
    bench.run(other, 0, TaskBench.recipe(20, TaskBench::sample));
    kept.clear();
    assertEquals(List.of("SEGMENT J1-1.arrows"), collect());
  }

  /** Its attempt may still run, and what it makes counts when the catalog is rebuilt again. */
  @Test
  void freshTailIsLeftAloneInARebuiltCatalog() throws IOException {
    tear(1);
    bench.close();
    Rebuild.run(new CacheDirectory(directory), Clock.systemUTC(), true);
    bench = TaskBench.in(directory);
    assertEquals(List.of(), collect());
    Instant twoHoursAgo = Instant.now().minus(Duration.ofHours(2));
    Files.setLastModifiedTime(segment, FileTime.from(twoHoursAgo));
    assertEquals(List.of("TORN_TAIL J1-1.arrows"), collect());
  }

  @Test
  void damageIsLeftAlone() throws IOException {
    runAgain();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(file.length() - 100);
      file.writeLong(0x0123456789abcdefL);
    }
    assertEquals(List.of(), collect());
    assertTrue(kept.get(0).contains(segment.toString()), kept::toString);
  }

  @Test
  void segmentThatTheCatalogDoesNotKnowIsLeftAlone() throws IOException {
    runAgain();
    Path unknown = segment.resolveSibling("J7-1.arrows");
    Files.copy(segment, unknown);
    Files.copy(segment, segment.resolveSibling("J1-1-1.arrows"));
    Path foreign = Files.createDirectories(segment.getParent().resolveSibling("a".repeat(12)));
    Files.copy(segment, foreign.resolve("J1-1.arrows"));
    assertEquals(List.of("SEGMENT J1-1-1.arrows", "SEGMENT J1-1.arrows"), collect());
    assertEquals(
        List.of(
            unknown + ": the catalog does not know the attempt that wrote it",
            foreign.resolve("J1-1.arrows")
                + ": the catalog does not know the attempt that wrote it"),
        kept.stream().sorted().toList());
  }

  /** Its recorder and the collection take turns by the lock file. */
  @Test
  void runningGenerationLosesNothing() throws Exception {
    runAgain();
    SubmissionRow running = bench.submit(3000, 1);
    AttemptRow writer = bench.start(running, 0);
    // Where it waits for the lock file for too long, it says that it records later, and when it
    // has.
    List<String> waits = new CopyOnWriteArrayList<>();
    Recorder recorder = Recorder.start(bench.catalog, waits::add, TaskBench.QUICK);
    Thread task =
        new Thread(
            () -> {
              try {
                bench.task(recorder, TaskBench.recipe(5, TaskBench::sample), writer).run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    task.start();
    try (TaskBench other = TaskBench.in(directory)) {
      List<Leftover> found = new ArrayList<>();
      do {
        new GarbageCollection(other.catalog, Clock.systemUTC()).run(false, found::add, kept::add);
      } while (task.isAlive());
      assertEquals(1, found.size(), found::toString);
    }
    task.join();
    assertTrue(recorder.close(Duration.ofMinutes(1)));
    assertEquals(TaskBench.samples(LongStream.range(0, 3100).toArray()), bench.recorded());
    assertEquals(List.of(), kept);
    assertTrue(waits.stream().allMatch(line -> line.contains(" are recorded")), waits::toString);
  }

  /** A catalog that was rebuilt without them has the move's number, and none of its samples. */
  @Test
  void samplesThatHadAGroupStayWhereTheCatalogHasNoneOfIt() throws Exception {
    bench.catalog.attempts().end(attempt, LOST);
    SubmissionRow later = bench.submit(100, 1);
    bench.run(later, 0, TaskBench.recipe(20, TaskBench::sample));
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + bench.catalog.directory().catalog());
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("insert into sqlite_sequence (name, seq) values ('move', 1)");
    }
    String move =
        "1\t%s\t%s\ttrain\t0\t90+5\t%d\t2\t"
            .formatted(
                later.paramSet().dataset(), later.paramSet().hash(), later.paramSet().seed());
    CRC32C crc = new CRC32C();
    crc.update(move.getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(
        bench.catalog.directory().moveJournal(),
        move + "%08x\n".formatted(crc.getValue()),
        StandardOpenOption.APPEND);
    assertEquals(List.of(), collect());
    assertEquals(
        List.of(segment + ": 5 samples stay that the journal has in groups, and the catalog not"),
        kept);
  }
}
