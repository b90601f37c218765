package io.slurmgen.catalog.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.Seeds;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {

  private static final long HEADER = TestSegment.HEADER_BYTES;
  private static final long CHUNK = TestSegment.lengthBytes(10);

  @TempDir Path directory;
  private TestCatalog catalog;
  private SubmissionRow submission;
  private ParamSetRow set;

  /** Four jobs of 100 samples each in chunks of 10; all recorded but the last half of job 2. */
  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    submission = catalog.submit(400, 4);
    set = submission.paramSet();
    for (int job = 3; job >= 0; job--) {
      AttemptRow attempt = catalog.start(submission, job);
      long samples = job == 2 ? 50 : 100;
      catalog.record(new TestSegment(attempt, 0, 100L * job).chunks(samples, 10));
    }
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static Location location(int job, int firstChunk, int chunks, long first, long samples) {
    return new Location(
        "d/000000000000/J" + (job + 1) + "-1.arrows",
        HEADER + firstChunk * CHUNK,
        HEADER + chunks * CHUNK,
        new IndexRange(first, samples));
  }

  private List<Location> of(String group, long samples) throws IOException {
    return catalog.catalog.locations().of(set, group, samples);
  }

  @Test
  void allSamplesAreInTheOrderOfTheirIndex() throws IOException {
    assertEquals(
        List.of(
            location(0, 0, 10, 0, 100),
            location(1, 0, 10, 100, 100),
            location(2, 0, 5, 200, 50),
            location(3, 0, 10, 300, 100)),
        of("raw", Long.MAX_VALUE));
  }

  @Test
  void groupThatSplitsASegmentAndAChunkStartsAtTheChunkOfItsFirstSample() throws IOException {
    catalog.catalog.groups().move(set.id(), 125, "train");
    assertEquals(
        List.of(location(0, 0, 10, 0, 100), location(1, 0, 10, 100, 25)), of("train", 125));
    assertEquals(
        List.of(
            location(1, 2, 10, 125, 75), location(2, 0, 5, 200, 50), location(3, 0, 10, 300, 100)),
        of("raw", 1000));
  }

  @Test
  void samplesComeByMoveThenByIndex() throws IOException {
    Groups groups = catalog.catalog.groups();
    groups.move(set.id(), 15, "train");
    groups.move(set.id(), 10, "test");
    groups.move(set.id(), 5, "train");
    AttemptRow late = catalog.start(submission, 2);
    catalog.record(new TestSegment(late, 0, 250).chunks(50, 10));
    groups.move(set.id(), 100, "train");
    assertEquals(
        List.of(
            location(0, 0, 10, 0, 15),
            location(0, 2, 10, 25, 5),
            location(0, 3, 10, 30, 70),
            location(1, 0, 10, 100, 30)),
        of("train", 120));
    assertEquals(List.of(location(0, 1, 10, 15, 10)), of("test", 10));
  }

  @Test
  void limitCutsTheLastLocation() throws IOException {
    assertEquals(List.of(location(0, 0, 10, 0, 1)), of("raw", 1));
    assertEquals(List.of(location(0, 0, 10, 0, 100)), of("raw", 100));
    assertEquals(List.of(location(0, 0, 10, 0, 100), location(1, 0, 10, 100, 1)), of("raw", 101));
    assertEquals(List.of(), of("raw", 0));
  }

  @Test
  void emptyGroupIsNowhere() throws IOException {
    catalog.catalog.groups().move(set.id(), 350, "train");
    assertEquals(List.of(), of("raw", 10));
  }

  @Test
  void wantedIndexesAreFoundWhateverTheirGroup() throws IOException {
    catalog.catalog.groups().move(set.id(), 125, "train");
    IndexRanges wanted =
        new IndexRanges(
            List.of(new IndexRange(95, 10), new IndexRange(399, 1), new IndexRange(260, 5)));
    assertEquals(
        List.of(location(0, 9, 10, 95, 5), location(1, 0, 10, 100, 5), location(3, 9, 10, 399, 1)),
        catalog.catalog.locations().of(set, wanted));
  }

  @Test
  void everySampleIsInTheChunkThatItsLocationStartsAt() throws IOException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    List<Location> all = new ArrayList<>();
    for (int move = 0; move < 6; move++) {
      catalog.catalog.groups().move(set.id(), 1 + random.nextInt(50), "g" + random.nextInt(3));
    }
    for (GroupRow group : catalog.counts().groups()) {
      List<Location> found = of(group.name(), group.samples());
      assertEquals(
          group.samples(),
          found.stream().mapToLong(location -> location.indexes().samples()).sum(),
          "seed " + seed);
      all.addAll(found);
    }
    for (Location location : all) {
      long first = location.indexes().first();
      assertEquals(HEADER + first % 100 / 10 * CHUNK, location.fromBytes(), "seed " + seed);
    }
    assertEquals(
        List.of(new IndexRange(0, 250), new IndexRange(300, 100)),
        new IndexRanges(all.stream().map(Location::indexes).toList()).ranges(),
        "seed " + seed);
  }
}
