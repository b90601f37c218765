package io.slurmgen.catalog;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process that runs SQL, for a driver that this process cannot have as well: first the script of
 * the second argument where there is one, then one statement a line. It answers with one line: the
 * first column of the first row, that it is done, or the error.
 */
public final class SqlMain {
  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
        Statement statement = connection.createStatement()) {
      if (arguments.length > 1) {
        statement.executeUpdate(Files.readString(Path.of(arguments[1])));
      }
      for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
        System.out.println(answer(statement, sql));
      }
    }
  }

  private static String answer(Statement statement, String sql) {
    try {
      if (!sql.startsWith("select")) {
        statement.executeUpdate(sql);
        return "done";
      }
      try (ResultSet row = statement.executeQuery(sql)) {
        return row.next() ? row.getString(1) : "no row";
      }
    } catch (SQLException e) {
      return e.getMessage();
    }
  }
}
