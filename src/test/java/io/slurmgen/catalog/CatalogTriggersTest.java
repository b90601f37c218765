package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people cannot do to a catalog with the sqlite3 shell, which enforces no foreign keys.
 *
 * <p>The parameter set 1 has the groups raw (1) with samples 20-39, train (2) with 0-9, test (3)
 * with 10-19. The parameter set 2 has the groups raw (4) with samples 0-9, and other (5), empty.
 */
public class CatalogTriggersTest {

  @TempDir static Path directory;

  /** One for all tests, as a refused statement leaves it as it was. */
  private static TestCatalog catalog;

  @BeforeAll
  static void open() throws IOException, SQLException {
    catalog = filled(directory);
  }

  public static TestCatalog filled(Path directory) throws IOException, SQLException {
    TestCatalog catalog = TestCatalog.in(directory);
    long set = catalog.generate(40, 10).id();
    catalog.catalog.groups().move(set, 10, "train");
    catalog.catalog.groups().move(set, 10, "test");
    SubmissionRow second =
        catalog
            .catalog
            .submissions()
            .create(TestCatalog.wanted("d", 1, TestCatalog.more(10), 1))
            .orElseThrow();
    catalog.recordAll(catalog.start(second, 0), 10);
    catalog.sql(
        """
        insert into sample_group (param_set_id, name) values (2, 'other');
        insert into preprocessed (group_id, name) values (2, 'square');
        insert into preprocessed_range values (1, 0, 5);
        insert into preprocessed_range values (1, 5, 2);
        """);
    return catalog;
  }

  @AfterAll
  static void close() throws IOException {
    catalog.close();
  }

  private void assertRefused(String sql, String message) throws SQLException {
    List<String> before = catalog.dump();
    SQLException refused = assertThrows(SQLException.class, () -> catalog.sql(sql));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(before, catalog.dump());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update sample_range set group_id = 1, move_id = null where group_id = 2",
        "update sample_range set group_id = 3, move_id = 2 where group_id = 2",
        "update or replace sample_range set group_id = 3, move_id = 2 where group_id = 2",
        "update or ignore sample_range set group_id = 3, move_id = 2 where group_id = 2",
        "update sample_range set first_index = 30 where group_id = 2",
        "update sample_range set samples = samples - 1 where group_id = 2",
        "update sample_range set samples = samples + 1 where first_index = 10",
        "update sample_range set param_set_id = 2 where group_id = 2",
        "delete from sample_range where group_id = 2",
        "delete from sample_range",
      })
  void labelledSamplesKeepTheirGroup(String sql) throws SQLException {
    assertRefused(sql, "samples that have left raw keep their group for ever");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into sample_range values (1, 0, 10, 1, null)",
        "insert or replace into sample_range values (1, 0, 10, 1, null)",
        "insert or ignore into sample_range values (1, 0, 10, 1, null)",
        "replace into sample_range values (1, 5, 1, 3, 2)",
        "insert into sample_range values (1, 9, 1, 3, 2)",
        "insert into sample_range values (1, 39, 1, 1, null)",
        "insert into sample_range values (1, 0, 100, 1, null)",
        "insert into sample_range values (1, 0, 10, 1, null)"
            + " on conflict (param_set_id, first_index) do update set samples = 5",
        "insert into sample_range values (1, 40, 5, 1, null), (1, 44, 5, 1, null)",
        "update sample_range set first_index = 19 where first_index = 20",
        "update sample_range set first_index = 0 where first_index = 20",
        "update or replace sample_range set first_index = 10 where first_index = 20",
        "update or replace sample_range set first_index = 5, samples = 100 where first_index = 20",
      })
  void rangesDoNotOverlap(String sql) throws SQLException {
    assertRefused(sql, "a sample cannot be in two groups");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into sample_range values (1, 40, 5, 2, null)",
        "insert into sample_range values (1, 40, 5, 1, 1)",
        "insert into sample_range values (1, 40, 5, 2, 2)",
        "insert into sample_range values (1, 40, 5, 2, 77)",
        "insert into sample_range values (1, 40, 5, 4, null)",
        "insert into sample_range values (1, 40, 5, 77, null)",
        "insert or replace into sample_range values (1, 40, 5, null, null)",
        "update sample_range set group_id = 2 where first_index = 20",
        "update sample_range set move_id = 1 where first_index = 20",
        "update sample_range set group_id = 3, move_id = 1 where first_index = 20",
        "update sample_range set group_id = 4 where first_index = 20",
        "update sample_range set group_id = 2, move_id = 1 where param_set_id = 2",
      })
  void rangesBelongToAGroupOfTheirParameterSetAndToAMoveIntoIt(String sql) throws SQLException {
    assertRefused(sql, "a range belongs to a group of its own parameter set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update sample_range set param_set_id = 2 where first_index = 20     | cannot change its parameter set
          insert into sample_range values (1, 40.5, 1, 1, null)               | CHECK constraint failed
          insert into sample_range values (1, 40, 0.5, 1, null)               | CHECK constraint failed
          insert into sample_range values (1, 'x', 1, 1, null)                | CHECK constraint failed
          insert into sample_range values (1, 40, -1, 1, null)                | CHECK constraint failed
          insert into sample_range values (1, 9223372036854775807, 1, 1, 5)   | a range belongs to a group
          update sample_group set name = 'test' where id = 2                  | a group cannot be renamed
          update sample_group set name = 'x' where name = 'raw'               | a group cannot be renamed
          update sample_group set id = 99 where id = 2                        | a group cannot be renamed
          update sample_group set rowid = 99 where id = 2                     | a group cannot be renamed
          update or replace sample_group set _rowid_ = 3 where id = 2         | a group cannot be renamed
          update or replace sample_group set oid = 3 where id = 2             | a group cannot be renamed
          update sample_group set param_set_id = 2 where id = 2               | a group cannot be renamed
          update or replace sample_group set name = 'train' where id = 3      | a group cannot be renamed
          delete from sample_group where id = 5                               | a group cannot be removed
          delete from sample_group                                            | a group cannot be removed
          insert or replace into sample_group values (2, 1, 'x', 0)           | a group cannot be replaced
          replace into sample_group (param_set_id, name) values (1, 'train')  | a group cannot be replaced
          insert into sample_group values (-1, 1, 'x', 0)                     | CHECK constraint failed
          insert into sample_group (param_set_id, name) values (1, '.x')      | CHECK constraint failed
          insert into sample_group (param_set_id, name) values (1, 'a b')     | CHECK constraint failed
          insert into sample_group (param_set_id, name) values (1, '')        | CHECK constraint failed
          update move set group_id = 3 where id = 1                           | a move cannot be changed
          update or replace move set rowid = 2 where id = 1                   | a move cannot be changed
          delete from move where id = 1                                       | a move cannot be undone
          replace into move values (1, 3, 10, 0)                              | a move cannot be replaced
          update chunk set offset_bytes = 1                                   | a chunk cannot be changed
          update or replace chunk set first_index = 0 where first_index = 10  | a chunk cannot be changed
          delete from chunk                                                   | a chunk cannot be removed while its samples are in a group
          update segment set first_index = 5 where id = 1                     | a segment can only grow
          update segment set path = 'x' where id = 1                          | a segment can only grow
          update segment set samples = samples - 1                            | a segment can only grow
          update or replace segment set rowid = 2 where id = 1                | a segment can only grow
          update segment set preprocessed_id = 1 where id = 1                 | a segment can only grow
          delete from segment                                                 | a segment cannot be removed while it has chunks
          replace into segment select id, param_set_id, null, job_id, attempt, path, 7, 1, 1 from segment | a segment cannot be replaced
          update dataset set name = 'e'                                       | a dataset cannot be renamed
          delete from dataset                                                 | a dataset cannot be removed
          replace into dataset values (1, 'e')                                | a dataset cannot be replaced
          replace into dataset values (7, 'd')                                | a dataset cannot be replaced
          update param_set set seed = 5                                       | a parameter set cannot be changed
          update param_set set number = 5 where id = 1                        | a parameter set cannot be changed
          delete from param_set                                               | a parameter set cannot be removed
          replace into param_set select id, 1, 9, hash, '', 0, 0 from param_set              | a parameter set cannot be replaced
          replace into param_set select 9, 1, number, printf('%064d', 9), '', 0, 0 from param_set | a parameter set cannot be replaced
          replace into param_set select 9, 1, 9, hash, '', 0, 0 from param_set               | a parameter set cannot be replaced
          insert into preprocessed_range values (1, 6, 5)                     | a sample can be preprocessed only once
          replace into preprocessed_range values (1, 0, 5)                    | a sample can be preprocessed only once
          update or replace preprocessed_range set samples = 6 where first_index = 0 | a sample can be preprocessed only once
          update preprocessed set group_id = 3                                | preprocessed samples keep their group
          update preprocessed set rowid = 3                                   | preprocessed samples keep their group
          """)
  void whatIsRecordedStays(String sql, String message) throws SQLException {
    assertRefused(sql, message);
  }

  @Test
  void countsFollowTheRanges(@TempDir Path own) throws IOException, SQLException {
    try (TestCatalog catalog = filled(own)) {
      assertCountsFollowTheRanges(catalog);
    }
  }

  private static void assertCountsFollowTheRanges(TestCatalog catalog) throws SQLException {
    catalog.sql(
        """
        insert into sample_range values (1, 100, 50, 1, null);
        insert into sample_range values (1, 60, 7, 1, null), (1, 67, 3, 1, null);
        update sample_range set samples = samples + 4 where first_index = 100;
        delete from sample_range where first_index = 67;
        insert into move (group_id, samples, moved_ms) values (2, 7, 0);
        update sample_range set group_id = 2, move_id = 3 where first_index = 60;
        insert into preprocessed_range values (1, 20, 3);
        update preprocessed_range set samples = 8 where first_index = 20;
        delete from preprocessed_range where first_index = 5;
        """);
    assertEquals(
        List.of("raw|74", "train|17", "test|10"),
        catalog.rows("select name, samples from sample_group where param_set_id = 1 order by id"));
    assertEquals(
        catalog.rows("select group_id, sum(samples) from sample_range group by 1 order by 1"),
        catalog.rows("select id, samples from sample_group where samples > 0 order by 1"));
    assertEquals(List.of("13"), catalog.rows("select samples from preprocessed"));
  }

  @Test
  void theShellSaysWhyItRefuses() throws IOException, InterruptedException, SQLException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "no sqlite3 shell here");
    List<String> before = catalog.dump();
    Process shell =
        new ProcessBuilder(
                "/usr/bin/sqlite3",
                catalog.catalog.directory().catalog().toString(),
                "update sample_range set group_id = 1, move_id = null where group_id = 2")
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(shell.waitFor() != 0);
    assertTrue(said.contains("samples that have left raw keep their group for ever"), said);
    assertEquals(before, catalog.dump());
  }
}
