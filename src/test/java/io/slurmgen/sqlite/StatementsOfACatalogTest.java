package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.model.IndexRange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementsOfACatalogTest {

  private static final String UP_TO =
      "with recursive n (i) as (values (1) union all select i + 1 from n where i < ?) select i from"
          + " n";

  private Connection connection;
  private Statements statements;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    statements = new Statements(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void rowsComeInTheirOrder() throws SQLException {
    assertEquals(List.of(1L, 2L, 3L), statements.query(UP_TO, row -> row.number(1), 3));
    assertEquals(Optional.of(1L), statements.first(UP_TO, row -> row.number(1), 3));
    assertEquals(Optional.empty(), statements.first("select 1 where 0", row -> row.number(1)));
  }

  @Test
  void statementCanBeAskedAgainWhileItsRowsAreRead() throws SQLException {
    List<List<Long>> found =
        statements.query(UP_TO, row -> statements.query(UP_TO, r -> r.number(1), row.number(1)), 3);
    assertEquals(List.of(List.of(1L), List.of(1L, 2L), List.of(1L, 2L, 3L)), found);
  }

  @Test
  void statementCanBeAskedAgainAfterARowWasDamaged() throws SQLException {
    assertThrows(SQLDataException.class, () -> statements.query(UP_TO, row -> row.text(1), 3));
    assertEquals(List.of(1L, 2L), statements.query(UP_TO, row -> row.number(1), 2));
  }

  @Test
  void rowsAreReadOneAfterTheOther() {
    List<Long> read = new ArrayList<>();
    assertThrows(
        InterruptedException.class,
        () ->
            statements.each(
                UP_TO,
                row -> {
                  read.add(row.number(1));
                  if (read.size() == 2) {
                    throw new InterruptedException();
                  }
                },
                1_000_000_000_000L));
    assertEquals(List.of(1L, 2L), read);
  }

  @Test
  void columnThatIsNotWhatItShouldBeIsDamage() {
    for (String value : List.of("null", "'x'", "x'00'", "1.5")) {
      SQLException damage =
          assertThrows(
              SQLDataException.class,
              () -> statements.first("select " + value + " as samples", row -> row.number(1)));
      assertEquals("samples", damage.getMessage().replaceAll(".* for ", ""));
    }
    assertThrows(SQLDataException.class, () -> statements.first("select null", row -> row.text(1)));
    assertThrows(
        SQLDataException.class,
        () -> statements.first("select 1 << 31", row -> row.smallNumber(1)));
  }

  @Test
  void valueThatRefusesItsRowIsDamage() {
    SQLException damage =
        assertThrows(SQLDataException.class, () -> statements.ranges("select -1, 0"));
    assertEquals(
        assertThrows(IllegalArgumentException.class, () -> new IndexRange(-1, 0)).getMessage(),
        damage.getMessage());
  }

  @Test
  void numberIsEmptyForNullAndForNoRow() throws SQLException {
    assertEquals(Optional.empty(), statements.number("select null"));
    assertEquals(Optional.empty(), statements.number("select 1 where 0"));
    assertEquals(Optional.of(7L), statements.number("select 7"));
  }

  @Test
  void parametersThatDoNotFitAreAnErrorOfTheProgram() {
    assertThrows(IllegalStateException.class, () -> statements.number("select ?"));
    assertThrows(IllegalStateException.class, () -> statements.number("select ?", 1, 2));
  }
}
