package io.slurmgen.sqlite;

import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values of a row as the schema promises them. SQLite looks at types and constraints only when
 * a row is written, and JDBC gives 0 for whatever is no number: in a damaged catalog a column may
 * hold anything. All rows are read through this, so that damage is reported as damage.
 */
public final class Columns {

  private Columns() {}

  /**
   * A text that is not null.
   *
   * @param column from 1
   * @throws SQLDataException if the row has something else
   */
  public static String text(ResultSet row, int column) throws SQLException {
    return optionalText(row, column).orElseThrow(() -> impossible(row, column));
  }

  /** A text, empty for null. */
  public static Optional<String> optionalText(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value != null && !(value instanceof String)) {
      throw impossible(row, column);
    }
    return Optional.ofNullable((String) value);
  }

  /**
   * A whole number that is not null.
   *
   * @param column from 1
   * @throws SQLDataException if the row has something else
   */
  public static long number(ResultSet row, int column) throws SQLException {
    return optionalNumber(row, column).orElseThrow(() -> impossible(row, column));
  }

  /** As {@link #number}, of those that the schema bounds. */
  public static int smallNumber(ResultSet row, int column) throws SQLException {
    long number = number(row, column);
    if (number != (int) number) {
      throw impossible(row, column);
    }
    return (int) number;
  }

  /** A whole number, empty for null. */
  public static OptionalLong optionalNumber(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Integer || value instanceof Long) {
      return OptionalLong.of(((Number) value).longValue());
    }
    throw impossible(row, column);
  }

  private static SQLDataException impossible(ResultSet row, int column) {
    try {
      return new SQLDataException(
          "a row has %s for %s"
              .formatted(row.getObject(column), row.getMetaData().getColumnName(column)));
    } catch (SQLException unnamed) {
      return new SQLDataException("column " + column + " of a row cannot be read", unnamed);
    }
  }
}
