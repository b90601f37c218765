package io.slurmgen.catalog.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.Seeds;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random submissions, recordings in random order, interrupted attempts and moves, beside a model
 * that keeps one bit a sample.
 */
class GroupsPropertyTest {

  private static final String[] GROUPS = {"train", "test", "validation"};

  @TempDir Path directory;
  private long seed;
  private Random random;
  private final Map<String, BitSet> model = new TreeMap<>(Map.of("raw", new BitSet()));
  private final List<Writing> writing = new ArrayList<>();
  private TestCatalog catalog;
  private long paramSetId;

  /** A segment that an attempt is writing. */
  private record Writing(
      SubmissionRow submission,
      AttemptRow attempt,
      TestSegment segment,
      IndexRange range,
      long done) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everySampleIsInExactlyOneGroup(long fixed) throws IOException, SQLException {
    seed = Seeds.of(fixed);
    random = new Random(seed);
    try (TestCatalog opened = TestCatalog.in(directory)) {
      catalog = opened;
      for (int step = 0; step < 60; step++) {
        step();
        assertCatalogIsTheModel();
      }
    }
  }

  private void step() throws IOException {
    int choice = random.nextInt(10);
    if (writing.isEmpty() || choice == 0) {
      submit();
    } else if (choice == 1) {
      restart(writing.get(random.nextInt(writing.size())));
    } else if (choice < 4) {
      move();
    } else {
      record(random.nextInt(writing.size()));
    }
  }

  private void submit() throws IOException {
    SubmissionRow submission = catalog.submit(1 + random.nextInt(200), 1 + random.nextInt(5));
    paramSetId = submission.paramSet().id();
    for (JobRow job : submission.jobs()) {
      write(submission, catalog.start(submission, job.number()));
    }
  }

  private void write(SubmissionRow submission, AttemptRow attempt) {
    int part = 0;
    for (IndexRange range : attempt.missing().ranges()) {
      TestSegment segment = new TestSegment(attempt, part++, range.first());
      writing.add(new Writing(submission, attempt, segment, range, 0));
    }
  }

  /** The job is started again; or it is given up, and a later submission makes what it left. */
  private void restart(Writing given) throws IOException {
    writing.removeIf(other -> other.attempt().id().equals(given.attempt().id()));
    if (random.nextBoolean()) {
      write(given.submission(), catalog.start(given.submission(), given.attempt().jobNumber()));
    } else {
      catalog
          .catalog
          .attempts()
          .end(given.attempt(), JobEnd.of(JobState.INTERRUPTED, EndReason.SIGNAL, "stopped"));
    }
  }

  private void record(int which) throws IOException {
    Writing given = writing.remove(which);
    long left = given.range().samples() - given.done();
    long samples = Math.min(left, 1 + random.nextInt(60));
    catalog.record(given.segment().chunks(samples, 1 + random.nextInt(20)));
    long first = given.range().first() + given.done();
    model.get("raw").set((int) first, (int) (first + samples));
    if (samples < left) {
      writing.add(
          new Writing(
              given.submission(),
              given.attempt(),
              given.segment(),
              given.range(),
              given.done() + samples));
    }
  }

  private void move() throws IOException {
    String group = GROUPS[random.nextInt(GROUPS.length)];
    int samples = 1 + random.nextInt(150);
    BitSet raw = model.get("raw");
    assertEquals(
        raw.cardinality(), catalog.catalog.groups().move(paramSetId, samples, group), seed());
    if (samples <= raw.cardinality()) {
      BitSet moved = model.computeIfAbsent(group, name -> new BitSet());
      for (int i = 0; i < samples; i++) {
        int index = raw.nextSetBit(0);
        raw.clear(index);
        moved.set(index);
      }
    }
  }

  private String seed() {
    return "seed " + seed;
  }

  private void assertCatalogIsTheModel() throws IOException, SQLException {
    Map<String, BitSet> groups = new TreeMap<>();
    for (GroupRow group : catalog.counts().groups()) {
      BitSet indexes = new BitSet();
      groups.put(group.name(), indexes);
      for (String row :
          catalog.rows(
              "select first_index, samples from sample_range where group_id = " + group.id())) {
        int first = Integer.parseInt(row.substring(0, row.indexOf('|')));
        indexes.set(first, first + Integer.parseInt(row.substring(row.indexOf('|') + 1)));
      }
      assertEquals(indexes.cardinality(), group.samples(), seed());
    }
    assertEquals(model, groups, seed());
    assertChunksAreTheModel();
  }

  /** The view of the chunks tiles the same samples. */
  private void assertChunksAreTheModel() throws SQLException {
    Map<String, BitSet> groups = new TreeMap<>();
    long rows = 0;
    for (String row : catalog.rows("select group_name, first_index, rows from chunks")) {
      String[] columns = row.split("\\|");
      int first = Integer.parseInt(columns[1]);
      int samples = Integer.parseInt(columns[2]);
      rows += samples;
      groups.computeIfAbsent(columns[0], name -> new BitSet()).set(first, first + samples);
    }
    Map<String, BitSet> filled = new TreeMap<>(model);
    filled.values().removeIf(BitSet::isEmpty);
    assertEquals(filled, groups, seed());
    assertEquals(filled.values().stream().mapToLong(BitSet::cardinality).sum(), rows, seed());
  }
}
