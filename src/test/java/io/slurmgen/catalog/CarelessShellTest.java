package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a slip at the sqlite3 shell cannot put into a catalog; see {@link CatalogTriggersTest}. */
class CarelessShellTest {

  @TempDir static Path directory;
  private static TestCatalog catalog;
  private static List<String> before;

  @BeforeAll
  static void open() throws IOException, SQLException {
    catalog = CatalogTriggersTest.filled(directory);
    before = catalog.dump();
  }

  @AfterAll
  static void close() throws IOException {
    catalog.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CarelessSql.REFUSED)
  void slipIsRefusedAndChangesNothing(String sql, String message) throws SQLException {
    SQLException refused = assertThrows(SQLException.class, () -> catalog.sql(sql));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(before, catalog.dump());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = CarelessSql.REFUSED)
  void recursiveTriggersMakeNoDifference(String sql, String message) throws SQLException {
    try (Connection shell = catalog.shell();
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("pragma recursive_triggers = on");
      assertThrows(SQLException.class, () -> statement.executeUpdate(sql), message);
    }
    assertEquals(before, catalog.dump());
  }

  /** A sum that became a floating-point number would no longer tell where the range ends. */
  @Test
  void lastIndexOfAllCanBeUsedAndIsCountedExactly(@TempDir Path own) throws Exception {
    try (TestCatalog big = CatalogTriggersTest.filled(own)) {
      big.sql("insert into sample_range values (2, 10, 9223372036854775797, 4, null)");
      assertEquals(
          List.of("9223372036854775807|integer"),
          big.rows("select samples, typeof(samples) from sample_group where id = 4"));
      SQLException refused =
          assertThrows(
              SQLException.class,
              () ->
                  big.sql("insert into sample_range values (2, 9223372036854775806, 1, 4, null)"));
      assertTrue(refused.getMessage().contains("a sample cannot be in two groups"));
    }
  }
}
