package io.slurmgen.catalog.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupsTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private Groups groups;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    groups = catalog.catalog.groups();
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private List<String> ranges() throws SQLException {
    return catalog.rows(
        "select g.name, r.first_index, r.samples, r.move_id from sample_range r"
            + " join sample_group g on g.id = r.group_id order by r.first_index");
  }

  @Test
  void moveThatSplitsAChunkLeavesTheRestRaw() throws IOException, SQLException {
    long set = catalog.generate(1000, 50).id();
    assertEquals(1000, groups.move(set, 720, "train"));
    assertEquals(List.of("train|0|720|1", "raw|720|280|"), ranges());
    assertEquals(280, catalog.group("raw").samples());
    assertEquals(720, catalog.group("train").samples());
    assertEquals(List.of("2|720|" + TestCatalog.CLOCK.millis()), moves());
  }

  private List<String> moves() throws SQLException {
    return catalog.rows("select group_id, samples, moved_ms from move");
  }

  @Test
  void tooFewRawSamplesMoveNothing() throws IOException, SQLException {
    long set = catalog.generate(100, 50).id();
    List<String> before = catalog.dump();
    assertEquals(100, groups.move(set, 101, "train"));
    assertEquals(before, catalog.dump());
  }

  @Test
  void allRawSamplesCanBeMoved() throws IOException, SQLException {
    long set = catalog.generate(100, 50).id();
    assertEquals(100, groups.move(set, 100, "train"));
    assertEquals(List.of("train|0|100|1"), ranges());
    assertEquals(0, catalog.group("raw").samples());
    assertEquals(0, groups.move(set, 1, "train"));
  }

  @Test
  void secondMoveAddsToTheGroup() throws IOException, SQLException {
    long set = catalog.generate(100, 50).id();
    groups.move(set, 10, "train");
    groups.move(set, 20, "test");
    assertEquals(70, groups.move(set, 30, "train"));
    assertEquals(List.of("train|0|10|1", "test|10|20|2", "train|30|30|3", "raw|60|40|"), ranges());
    assertEquals(40, catalog.group("train").samples());
    assertEquals(
        List.of("raw", "train", "test"),
        catalog.counts().groups().stream().map(GroupRow::name).toList());
  }

  @Test
  void fragmentedRawSamplesMoveInOrderOfTheirIndex() throws IOException, SQLException {
    SubmissionRow submission = catalog.submit(100, 5);
    long set = submission.paramSet().id();
    for (int job : new int[] {4, 0, 2}) {
      catalog.recordAll(catalog.start(submission, job), 8);
    }
    assertEquals(60, groups.move(set, 25, "train"));
    assertEquals(List.of("train|0|20|1", "train|40|5|1", "raw|45|15|", "raw|80|20|"), ranges());
    catalog.recordAll(catalog.start(submission, 1), 8);
    groups.move(set, 30, "test");
    assertEquals(
        List.of(
            "train|0|20|1",
            "test|20|20|2",
            "train|40|5|1",
            "test|45|10|2",
            "raw|55|5|",
            "raw|80|20|"),
        ranges());
  }

  @Test
  void samplesRecordedBehindALabelledRangeAreRaw() throws IOException, SQLException {
    SubmissionRow submission = catalog.submit(100, 1);
    AttemptRow attempt = catalog.start(submission, 0);
    TestSegment segment = new TestSegment(attempt, 0, 0);
    catalog.record(segment.chunks(50, 10));
    groups.move(submission.paramSet().id(), 50, "train");
    catalog.record(segment.chunks(20, 10));
    catalog.record(segment.chunks(20, 10));
    assertEquals(List.of("train|0|50|1", "raw|50|40|"), ranges());
  }

  @Test
  void movesOfOneParameterSetLeaveTheOthersAlone() throws IOException, SQLException {
    long first = catalog.generate(10, 5).id();
    SubmissionRow other =
        catalog
            .catalog
            .submissions()
            .create(TestCatalog.wanted("d", 1, TestCatalog.more(10), 1))
            .orElseThrow();
    catalog.recordAll(catalog.start(other, 0), 5);
    groups.move(other.paramSet().id(), 4, "train");
    assertEquals(10, groups.move(first, 3, "train"));
    assertEquals(
        List.of("0|raw|7", "0|train|3", "1|raw|6", "1|train|4"),
        catalog.rows("select param_set, group_name, samples from sample_counts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "", ".x", "-x", "a b", "a/b", "ä"})
  void groupThatCannotBeIsRefused(String name) throws IOException, SQLException {
    long set = catalog.generate(10, 5).id();
    List<String> before = catalog.dump();
    assertThrows(CatalogException.class, () -> groups.move(set, 5, name));
    assertEquals(before, catalog.dump());
  }

  @Test
  void moveOfNothingIsRefused() throws IOException, SQLException {
    long set = catalog.generate(10, 5).id();
    List<String> before = catalog.dump();
    CatalogException refused =
        assertThrows(CatalogException.class, () -> groups.move(set, 0, "train"));
    assertTrue(refused.getMessage().contains("samples > 0"), refused.getMessage());
    assertEquals(before, catalog.dump());
  }
}
