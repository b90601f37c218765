package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people ask the views at the shell, and what a move does, reads through indexes however much
 * has been recorded. {@link StatementsTest} shows the same of the program's own statements.
 */
class QueryPlansTest {

  @TempDir static Path directory;
  private static Connection shell;

  @BeforeAll
  static void makeCatalog() throws Exception {
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      shell = catalog.shell();
    }
  }

  @AfterAll
  static void close() throws Exception {
    shell.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from sample_counts",
        "select * from preprocessed_counts",
        "select segment, offset_bytes, first_row, rows from chunks where dataset = 'd'"
            + " and param_set = 0 and group_name = 'train' and preprocessor is null",
        "select * from job_timings where dataset = 'd' and param_set = 0",
      })
  void viewForOneGroupScansNothingThatGrowsWithTheWorkDone(String sql) throws Exception {
    scansNothing(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select first_index, samples from sample_range where group_id = 1",
        "select first_index, samples from sample_range where group_id = 1 and first_index < 50",
        "update sample_range set group_id = 2, move_id = 1"
            + " where group_id = 1 and first_index + samples <= 50",
        "update sample_range set first_index = 50, samples = 5"
            + " where param_set_id = 1 and first_index = 45",
      })
  void moveFindsItsRangesByAnIndex(String sql) throws Exception {
    List<String> plan = scansNothing(sql);
    assertTrue(
        plan.stream().anyMatch(step -> step.matches(".*SEARCH sample_range USING .*")),
        plan::toString);
  }

  private static List<String> scansNothing(String sql) throws Exception {
    List<String> plan = TestCatalog.rows(shell, "explain query plan " + sql);
    assertTrue(
        plan.stream()
            .noneMatch(
                step ->
                    step.matches(
                        ".*SCAN"
                            + " (r|s|c|j|a|sub|segment|chunk|sample_range|job|attempt|submission)\\b.*")),
        plan::toString);
    return plan;
  }
}
