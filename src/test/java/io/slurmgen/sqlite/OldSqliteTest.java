package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.CarelessSql;
import io.slurmgen.catalog.CatalogTriggersTest;
import io.slurmgen.catalog.SqlMain;
import io.slurmgen.catalog.TestCatalog;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sqlite3 shell of an old cluster can use a catalog: SQLite 3.25, RHEL 8 has 3.26. */
@Tag("jdk")
class OldSqliteTest {

  private static final Path DRIVER = Path.of("target", "old-sqlite", "sqlite-jdbc-3.25.2.jar");

  /** Their rows in one text; numbers with fractions are printed differently by old versions. */
  private static final List<String> VIEWS =
      List.of(
          "select group_concat(dataset || param_set || params || group_name || samples, ';')"
              + " from sample_counts",
          "select group_concat(dataset || param_set || group_name || preprocessor || samples, ';')"
              + " from preprocessed_counts",
          "select group_concat(dataset || param_set || group_name || segment || offset_bytes"
              + " || ',' || length_bytes || ',' || first_row || ',' || rows || ',' || first_index"
              + " || ',' || chunk_rows || ',' || crc32c || ',' || nanos, ';')"
              + " from (select * from chunks order by param_set, first_index)",
          "select group_concat(dataset || param_set || groups || segment || first_index || ','"
              + " || samples || ',' || length_bytes || ',' || submission || job || attempt, ';')"
              + " from (select * from segments order by segment)",
          "select group_concat(dataset || param_set || group_name || submission || job || attempt"
              + " || state || node || samples || ',' || chunks || ',' || started || ','"
              + " || printf('%.3f', mean_ms_per_sample) || code_hash, ';')"
              + " from (select * from job_timings order by submission, job, attempt)");

  @TempDir Path directory;

  @BeforeEach
  void look() {
    assumeTrue(Files.exists(DRIVER), "the build has not fetched " + DRIVER);
  }

  private static ChildJvm old(Object... arguments) throws Exception {
    Path tests = Path.of(SqlMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath = DRIVER.toAbsolutePath() + File.pathSeparator + tests;
    ChildJvm child = ChildJvm.start(classPath, SqlMain.class, arguments);
    assertEquals("3.25.2", ask(child, "select sqlite_version()"));
    return child;
  }

  private static String ask(ChildJvm child, String sql) throws IOException {
    child.tell(sql);
    return child.readLine();
  }

  @Test
  void schemaLoads() throws Exception {
    Path made = directory.resolve("made");
    try (ChildJvm child = old(made, Path.of("schema", "catalog.sql"))) {
      assertEquals("3", ask(child, "select user_version from pragma_user_version"));
      assertEquals("1397507889", ask(child, "select application_id from pragma_application_id"));
      assertEquals("done", ask(child, "insert into dataset (name) values ('d')"));
    }
  }

  @Test
  void catalogIsReadAndItsLabelsAreSafe() throws Exception {
    Path file;
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      file = catalog.catalog.directory().catalog();
      long set = catalog.generate(100, 10).id();
      catalog.catalog.groups().move(set, 72, "train");
    }
    try (ChildJvm child = old(file)) {
      assertEquals(
          "72", ask(child, "select samples from sample_counts where group_name = 'train'"));
      assertEquals("100", ask(child, "select sum(rows) from chunks"));
      assertEquals("train,raw", ask(child, "select groups from segments"));
      assertEquals("0.001", ask(child, "select mean_ms_per_sample from job_timings"));
      assertEquals("no row", ask(child, "select * from preprocessed_counts"));
      for (String sql :
          List.of(
              "update sample_range set group_id = 1, move_id = null where group_id = 2",
              "replace into sample_range values (1, 0, 72, 1, null)",
              "update sample_group set rowid = 9 where id = 2",
              "delete from param_set")) {
        String answer = ask(child, sql);
        assertTrue(answer.startsWith("[SQLITE_CONSTRAINT"), answer);
      }
      assertEquals("done", ask(child, "insert into sample_range values (1, 100, 8, 1, null)"));
      assertEquals("36", ask(child, "select samples from sample_counts where group_name = 'raw'"));
    }
  }

  @Test
  void everyRefusalHoldsAndEveryViewShowsTheSame() throws Exception {
    try (TestCatalog catalog = CatalogTriggersTest.filled(directory)) {
      List<String> before = catalog.dump();
      try (ChildJvm child = old(catalog.catalog.directory().catalog())) {
        for (String view : VIEWS) {
          assertEquals(catalog.rows(view).get(0), ask(child, view));
        }
        for (String sql : refusedStatements()) {
          String answer = ask(child, sql);
          assertTrue(answer.startsWith("[SQLITE_CONSTRAINT"), sql + ": " + answer);
        }
      }
      assertEquals(before, catalog.dump());
    }
  }

  /** All that newer versions refuse; Upsert's clause without a target is too new for 3.25. */
  private static List<String> refusedStatements() {
    List<String> statements = new ArrayList<>();
    CarelessSql.REFUSED.lines().map(OldSqliteTest::statement).forEach(statements::add);
    for (Method test : CatalogTriggersTest.class.getDeclaredMethods()) {
      ValueSource values = test.getAnnotation(ValueSource.class);
      CsvSource lines = test.getAnnotation(CsvSource.class);
      statements.addAll(values == null ? List.of() : List.of(values.strings()));
      if (lines != null) {
        lines.textBlock().lines().map(OldSqliteTest::statement).forEach(statements::add);
      }
    }
    assertTrue(statements.size() > 150, statements.toString());
    return statements;
  }

  private static String statement(String line) {
    return line.substring(0, line.lastIndexOf(" | ")).strip();
  }
}
