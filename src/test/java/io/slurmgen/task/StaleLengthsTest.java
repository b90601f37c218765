package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.cache.Cache;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.LockedCatalog;
import io.slurmgen.rebuild.Rebuild;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.unrecorded.SegmentNotes;
import io.slurmgen.unrecorded.UnrecordedSegments;
import io.slurmgen.upkeep.GarbageCollection;
import io.slurmgen.upkeep.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Node 2 knows an older length of what node 1 has written, or that it is not there. */
@RequiresTwoMounts
class StaleLengthsTest {

  @TempDir static Path directory;
  private static TwoMounts mounts;
  private Path there;
  private Path here;

  @BeforeAll
  static void mount() throws Exception {
    mounts = TwoMounts.start(directory.resolve("nodes"), TwoMounts.Kept.NAMES);
  }

  @AfterAll
  static void unmount() throws Exception {
    mounts.close();
  }

  @BeforeEach
  void makeDirectory(TestInfo test) throws IOException {
    String name = test.getTestMethod().orElseThrow().getName();
    there = Files.createDirectory(mounts.shared().resolve(name));
    here = mounts.sharedByNode2().resolve(name);
  }

  /** Something of the cache directory, as node 1 or 2 has it. */
  private static Path in(Path node, String path) {
    return new CacheDirectory(node).root().resolve(path);
  }

  /** Lets node 2 see a file when it was no longer than that. */
  private void shorten(String path, long bytes) throws IOException {
    Path file = in(there, path);
    byte[] whole = Files.readAllBytes(file);
    try (RandomAccessFile shorter = new RandomAccessFile(file.toFile(), "rw")) {
      shorter.setLength(bytes);
    }
    assertEquals(bytes, Files.size(in(here, path)));
    Files.write(
        file, Arrays.copyOfRange(whole, (int) bytes, whole.length), StandardOpenOption.APPEND);
    assertEquals(bytes, Files.size(in(here, path)));
  }

  /** Lets node 2 see that there is no such file, before there is. */
  private void hide(String path) throws IOException {
    Path file = in(there, path);
    Path other = there.resolve("elsewhere");
    Files.move(file, other);
    assertFalse(Files.exists(in(here, path)));
    Files.move(other, file);
    assertFalse(Files.exists(in(here, path)));
  }

  private static long chunksEnd(Path segment, int chunks) throws IOException {
    try (SegmentFile file = SegmentFile.open(segment)) {
      ChunkScan scan = file.scan(file.headerBytes(), Files.size(segment));
      for (int i = 0; i < chunks; i++) {
        scan.next().orElseThrow();
      }
      return chunks == 0 ? file.headerBytes() : scan.endOffset();
    }
  }

  /** 100 recorded samples in one segment. */
  private String generate() throws IOException {
    try (TaskBench bench = TaskBench.in(there)) {
      bench.run(bench.submit(100, 1), 0, TaskBench.recipe(20, TaskBench::sample));
      return "d/" + bench.counts().paramSet().shortHash() + "/J1-1.arrows";
    }
  }

  private void assertAllRecorded(TaskBench bench) throws IOException {
    assertEquals(TaskBench.samples(LongStream.range(0, 100).toArray()), bench.recorded());
  }

  private double[] load() throws IOException {
    try (Cache cache = Cache.open(here)) {
      return cache.dataset("d").paramSet(0).group("raw").get(100).features().toDoubleArray();
    }
  }

  @Test
  void shortSegmentIsLoadedWhole() throws IOException {
    String segment = generate();
    shorten(segment, chunksEnd(in(there, segment), 1) + 30);
    assertEquals(100, load().length);
  }

  @Test
  void segmentWithoutSchemaIsLoadedWhole() throws IOException {
    String segment = generate();
    shorten(segment, 10);
    assertEquals(100, load().length);
  }

  @Test
  void missingSegmentIsLoadedWhole() throws IOException {
    String segment = generate();
    hide(segment);
    assertEquals(100, load().length);
  }

  @Test
  void shortSegmentIsVerifiedWhole() throws IOException {
    String segment = generate();
    shorten(segment, chunksEnd(in(there, segment), 2));
    assertVerified();
  }

  @Test
  void missingSegmentIsVerifiedWhole() throws IOException {
    String segment = generate();
    hide(segment);
    assertVerified();
  }

  private void assertVerified() throws IOException {
    try (TaskBench bench = TaskBench.in(here)) {
      assertEquals(List.of(), Verification.run(bench.catalog, bytes -> {}).diagnoses());
    }
  }

  /** 100 samples in one segment, noted and not recorded. */
  private String note() throws IOException {
    try (TaskBench bench = TaskBench.in(there)) {
      AttemptRow attempt = bench.writeUnrecorded(bench.submit(100, 1), 100);
      String segment = attempt.segmentPath(0);
      new SegmentNotes(bench.catalog.directory(), line -> fail(line)).mark(segment);
      return segment;
    }
  }

  private List<String> adopt(TaskBench bench) throws IOException {
    List<String> told = new ArrayList<>();
    new UnrecordedSegments(bench.catalog).adopt(TaskBench.PATIENCE, told::add);
    return told;
  }

  @Test
  void notedSegmentThatLooksShortIsRecordedWhole() throws IOException {
    String segment = note();
    shorten(segment, chunksEnd(in(there, segment), 2));
    assertAdopted();
  }

  @Test
  void notedSegmentThatLooksMissingIsRecordedWhole() throws IOException {
    String segment = note();
    hide(segment);
    assertAdopted();
  }

  private void assertAdopted() throws IOException {
    try (TaskBench bench = TaskBench.in(here)) {
      List<String> told = adopt(bench);
      assertAllRecorded(bench);
      assertEquals(List.of(), told);
    }
  }

  @Test
  void segmentOfADeadJobIsRecordedWhole() throws IOException {
    SubmissionRow submission;
    AttemptRow attempt;
    try (TaskBench bench = TaskBench.in(there)) {
      submission = bench.submit(100, 1);
      attempt = bench.writeUnrecorded(submission, 100);
    }
    hide(attempt.segmentPath(0));
    try (TaskBench bench = TaskBench.in(here)) {
      new UnrecordedSegments(bench.catalog).adopt(attempt);
      assertAllRecorded(bench);
    }
  }

  /** All that node 2 sees of a segment is recorded elsewhere, and not all that is in it. */
  @Test
  void garbageCollectionKeepsSamplesThatItDoesNotSee() throws Exception {
    String segment;
    try (TaskBench bench = TaskBench.in(there)) {
      SubmissionRow submission = bench.submit(100, 1);
      segment = bench.writeUnrecorded(submission, 100).segmentPath(0);
      bench.start(submission, 0);
      bench.run(
          submission,
          0,
          TaskBench.recipe(
              20,
              index -> {
                if (index == 40) {
                  throw new IOException("no more than two chunks");
                }
                return TaskBench.sample(index);
              }));
    }
    long before = Files.size(in(there, segment));
    shorten(segment, chunksEnd(in(there, segment), 2));
    try (TaskBench bench = TaskBench.in(here)) {
      List<String> kept = new ArrayList<>();
      new GarbageCollection(bench.catalog, Clock.systemUTC()).run(false, left -> {}, kept::add);
      assertEquals(before, Files.size(in(there, segment)), kept::toString);
    }
  }

  @Test
  void movesThatTheCatalogLacksAreSeenInTheJournal() throws IOException {
    generate();
    Path catalog = new CacheDirectory(there).catalog();
    Path backup = there.resolve("backup");
    move(there, "train");
    long firstLine = Files.size(in(there, "moves.journal"));
    Files.copy(catalog, backup);
    move(there, "test");
    String journal = Files.readString(in(there, "moves.journal"));
    shorten("moves.journal", firstLine);
    Files.delete(catalog);
    Files.move(backup, catalog);
    assertThrows(CatalogException.class, () -> move(here, "other"));
    assertEquals(journal, Files.readString(in(there, "moves.journal")));
  }

  @Test
  void journalThatLooksMissingIsRead() throws IOException {
    generate();
    Path catalog = new CacheDirectory(there).catalog();
    Path backup = there.resolve("backup");
    Files.copy(catalog, backup);
    move(there, "train");
    hide("moves.journal");
    Files.delete(catalog);
    Files.move(backup, catalog);
    assertThrows(CatalogException.class, () -> move(here, "other"));
  }

  private static void move(Path node, String group) throws IOException {
    try (TaskBench bench = TaskBench.in(node)) {
      bench.catalog.groups().move(bench.counts().paramSet().id(), 10, group);
    }
  }

  @Test
  void rebuiltCatalogHasAllSamplesAndMoves() throws IOException {
    String segment = generate();
    move(there, "train");
    shorten(segment, chunksEnd(in(there, segment), 2));
    shorten("moves.journal", 0);
    Rebuild.run(new CacheDirectory(here), Clock.systemUTC(), true);
    try (TaskBench bench = TaskBench.in(there)) {
      assertAllRecorded(bench);
      assertEquals(10, bench.counts().groups().get(1).samples());
    }
  }

  @Test
  void catalogThatLooksMissingIsOpened() throws IOException {
    assertEquals(false, Files.exists(new CacheDirectory(here).catalog()));
    generate();
    assertFalse(Files.exists(new CacheDirectory(here).catalog()));
    try (Catalog opened = Catalog.open(new CacheDirectory(here), Clock.systemUTC()).orElseThrow()) {
      assertEquals(1, LockedCatalog.whileLocked(opened, LockedCatalog::recordedBytes).size());
    }
  }
}
