package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows with what no program of ours writes: each column of each table in turn is null, or another
 * type, or a number or text that cannot be. SQLite looks at its constraints only when it writes.
 */
class ImpossibleColumnsTest extends RebuildCase {

  private static final List<String> VALUES =
      List.of("null", "'fa{t'", "x'00ff'", "1.5", "-1", "9223372036854775807");

  private static final String[][] COMMANDS = {
    {"list", "--json"},
    {"status", "--all"},
    {"move", "noisy_sine", "3", "test", "-y", "-p", "0"},
    {"export", "noisy_sine", "train", "-p", "0", "--format", "csv", "-o", "train.csv"},
    {"verify"},
  };

  private byte[] whole;

  @BeforeEach
  void read() throws Exception {
    whole = Files.readAllBytes(catalog);
    COMMANDS[3][8] = temp.resolve("train.csv").toString();
  }

  private record Column(String table, String name) {}

  private List<Column> columns() throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
                where m.type = 'table' and m.name not like 'sqlite%' order by 1, c.cid
                """)) {
      while (row.next()) {
        columns.add(new Column(row.getString(1), row.getString(2)));
      }
    }
    return columns;
  }

  /** As a damaged page would have it: no constraint or trigger of the table is asked. */
  private boolean spoil(Column column, String value) throws SQLException {
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("pragma synchronous = off; pragma journal_mode = memory");
      List<String> triggers = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("select name, sql from sqlite_master where type = 'trigger'")) {
        while (row.next()) {
          triggers.add(row.getString(1));
          triggers.add(row.getString(2));
        }
      }
      for (int i = 0; i < triggers.size(); i += 2) {
        statement.executeUpdate("drop trigger " + triggers.get(i));
      }
      String of = " where type = 'table' and name = '" + column.table + "'";
      String text;
      try (ResultSet row = statement.executeQuery("select sql from sqlite_master" + of)) {
        text = row.getString(1);
      }
      rewrite(statement, text.replaceAll("(?<=\\w) +NOT NULL", ""), of);
      statement.executeUpdate("pragma ignore_check_constraints = 1");
      boolean isSpoilt = update(statement, column, value);
      rewrite(statement, text, of);
      for (int i = 1; i < triggers.size(); i += 2) {
        statement.executeUpdate(triggers.get(i));
      }
      return isSpoilt;
    }
  }

  private static void rewrite(Statement statement, String table, String of) throws SQLException {
    statement.executeUpdate("pragma writable_schema = 1");
    statement.executeUpdate(
        "update sqlite_master set sql = '" + table.replace("'", "''") + "'" + of);
    statement.executeUpdate("pragma writable_schema = reset");
  }

  /** A rowid cannot be everything, and a key is the key of one row only. */
  private static boolean update(Statement statement, Column column, String value) {
    for (String rows :
        List.of(
            "",
            " where "
                + column.name
                + " = (select max("
                + column.name
                + ") from "
                + column.table
                + ")")) {
      try {
        if (statement.executeUpdate(
                "update " + column.table + " set " + column.name + " = " + value + rows)
            > 0) {
          return true;
        }
      } catch (SQLException refused) {
        // The next is for one row.
      }
    }
    return false;
  }

  @Test
  void areDamageToEachCommand() throws Exception {
    List<String> wrong = new ArrayList<>();
    int spoilt = 0;
    for (Column column : columns()) {
      for (String value : VALUES) {
        Files.write(catalog, whole);
        if (spoil(column, value)) {
          for (String[] command : value.equals("null") ? COMMANDS : one(spoilt)) {
            UserDirectory.Result result = user.run(command);
            if (isUnfit(result)) {
              wrong.add(column + " = " + value + ", " + command[0] + ": " + result);
            }
          }
          spoilt++;
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(spoilt > 300, spoilt + " spoilt");
  }

  /** All take too long; each column meets several. */
  private static String[][] one(int spoilt) {
    return new String[][] {COMMANDS[spoilt % COMMANDS.length]};
  }

  private static boolean isUnfit(UserDirectory.Result result) {
    String all = result.out() + result.err();
    return all.contains("internal error") || (result.exitCode() != ExitCode.DONE && all.isEmpty());
  }
}
