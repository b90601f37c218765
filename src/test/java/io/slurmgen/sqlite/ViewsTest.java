package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people see at the sqlite3 shell: 40 samples from two jobs in chunks of 10; 15 are in train,
 * 3 of them preprocessed in two chunks; 10 are in test.
 */
class ViewsTest {

  @TempDir static Path directory;
  private static TestCatalog catalog;

  @BeforeAll
  static void fill() throws IOException, SQLException {
    catalog = TestCatalog.in(directory);
    SubmissionRow submission = catalog.submit(40, 2);
    catalog.recordAll(catalog.start(submission, 0), 10);
    catalog.recordAll(catalog.start(submission, 1), 10);
    catalog.catalog.groups().move(1, 15, "train");
    catalog.catalog.groups().move(1, 10, "test");
    catalog.sql(
        """
        insert into preprocessed (group_id, name) values (2, 'square');
        insert into submission (param_set_id, preprocessed_id, executor, samples, code_hash, node,
          pid, created_ms) values (1, 1, 'local', 15, 'other code', 'node', 42, 0);
        insert into job (submission_id, number, state) values (2, 0, 'pending');
        insert into job_range values (3, 0, 15);
        """);
    catalog.record(new TestSegment(catalog.start(2, 0), 0, 0).chunks(3, 2));
  }

  @AfterAll
  static void close() throws IOException {
    catalog.close();
  }

  private static List<String> columns(String view) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Connection shell = catalog.shell();
        Statement statement = shell.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + view)) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnName(i));
      }
    }
    return columns;
  }

  @Test
  void sampleCountsHasARowAGroup() throws SQLException {
    assertEquals(
        List.of("dataset", "param_set", "params", "group_name", "samples"),
        columns("sample_counts"));
    assertEquals(
        List.of("d|0|{\"p\":0}|raw|15", "d|0|{\"p\":0}|train|15", "d|0|{\"p\":0}|test|10"),
        catalog.rows("select * from sample_counts"));
  }

  @Test
  void preprocessedCountsHasARowAPreprocessorAndGroup() throws SQLException {
    assertEquals(
        List.of("dataset", "param_set", "group_name", "preprocessor", "samples"),
        columns("preprocessed_counts"));
    assertEquals(List.of("d|0|train|square|3"), catalog.rows("select * from preprocessed_counts"));
  }

  @Test
  void chunksTileEveryGroup() throws SQLException {
    long bytes = TestSegment.lengthBytes(10);
    List<String> expected = new ArrayList<>();
    expected.add(chunk("train", 1, 0, 0, 10));
    expected.add(chunk("train", 1, 1, 0, 5));
    expected.add(chunk("test", 1, 1, 5, 5));
    expected.add(chunk("test", 2, 0, 0, 5));
    expected.add(chunk("raw", 2, 0, 5, 5));
    expected.add(chunk("raw", 2, 1, 0, 10));
    assertEquals(
        expected,
        catalog.rows(
            "select dataset, param_set, group_name, segment, offset_bytes, first_row, rows,"
                + " first_index from chunks where preprocessor is null order by first_index"));
    assertEquals(
        List.of(bytes + "|10|0|10000"),
        catalog.rows(
            "select length_bytes, chunk_rows, crc32c, nanos from chunks"
                + " where first_index = 0 and preprocessor is null"));
  }

  /** The part of a chunk that a group has, of job 1 or 2. */
  private static String chunk(String group, int job, int number, int firstRow, int rows) {
    int first = (job - 1) * 20 + number * 10 + firstRow;
    long offset = TestSegment.HEADER_BYTES + number * TestSegment.lengthBytes(10);
    return String.join(
        "|",
        List.of(
            "d|0",
            group,
            "d/000000000000/J" + job + "-1.arrows",
            offset + "|" + firstRow + "|" + rows + "|" + first));
  }

  @Test
  void chunksOfAPreprocessorNameIt() throws SQLException {
    assertEquals(
        List.of(
            "train|square|d/000000000000/J3-1.arrows|0|2|0",
            "train|square|d/000000000000/J3-1.arrows|0|1|2"),
        catalog.rows(
            "select group_name, preprocessor, segment, first_row, rows, first_index from chunks"
                + " where preprocessor is not null order by first_index"));
  }

  @Test
  void segmentsNameTheGroupsOfTheirSamples() throws SQLException {
    long two = TestSegment.HEADER_BYTES + 2 * TestSegment.lengthBytes(10);
    long derived =
        TestSegment.HEADER_BYTES + TestSegment.lengthBytes(2) + TestSegment.lengthBytes(1);
    assertEquals(
        List.of(
            "d|0||train,test|d/000000000000/J1-1.arrows|0|20|" + two + "|1|0|1",
            "d|0||test,raw|d/000000000000/J2-1.arrows|20|20|" + two + "|1|1|1",
            "d|0|square|train|d/000000000000/J3-1.arrows|0|3|" + derived + "|2|0|1"),
        catalog.rows("select * from segments order by segment"));
  }

  @Test
  void jobTimingsAreInPlainUnits() throws SQLException {
    assertEquals(
        List.of(
            "d|0|raw||1|0|1|done|node|7_1|20|2|0.001|0.0|0.007|0.0|2024-05-06 07:08:09|code",
            "d|0|raw||1|1|1|done|node|7_1|20|2|0.001|0.0|0.007|0.0|2024-05-06 07:08:09|code",
            "d|0|train|square|2|0|1|running|node|7_1|3|2|0.001|0.0|0.007||2024-05-06"
                + " 07:08:09|code"),
        catalog.rows("select * from job_timings order by submission, job"));
  }

  @Test
  void viewsCarryNamesNotIds() throws SQLException {
    for (String view : List.of("chunks", "segments", "job_timings", "preprocessed_counts")) {
      List<String> columns = columns(view);
      assertEquals(List.of("dataset", "param_set"), columns.subList(0, 2), view);
    }
  }
}
