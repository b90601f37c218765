package io.slurmgen.sqlite;

import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row that a statement has found, with values as the schema promises them. SQLite looks at types
 * and constraints only when a row is written, and JDBC gives 0 for whatever is no number: in a
 * damaged catalog a column may hold anything. All rows are read through this, so that damage is
 * reported as damage.
 *
 * <p>Columns are counted from 1. Valid only while the rows are read that it is one of.
 */
public final class Row {
  final ResultSet rows;

  /**
   * @param rows whose present one this is
   */
  Row(ResultSet rows) {
    this.rows = rows;
  }

  /**
   * Returns a text that is not null.
   *
   * @throws SQLException that reports damage, if the row has something else
   */
  public String text(int column) throws SQLException {
    return optionalText(column).orElseThrow(() -> impossible(column));
  }

  /** Returns a text, empty for null. */
  public Optional<String> optionalText(int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value != null && !(value instanceof String)) {
      throw impossible(column);
    }
    return Optional.ofNullable((String) value);
  }

  /**
   * Returns a whole number that is not null.
   *
   * @throws SQLException that reports damage, if the row has something else
   */
  public long number(int column) throws SQLException {
    return optionalNumber(column).orElseThrow(() -> impossible(column));
  }

  /** Returns a number as {@link #number} does, one of those that the schema bounds. */
  public int smallNumber(int column) throws SQLException {
    long number = number(column);
    if (number != (int) number) {
      throw impossible(column);
    }
    return (int) number;
  }

  /** Returns a whole number, empty for null. */
  public OptionalLong optionalNumber(int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Integer || value instanceof Long) {
      return OptionalLong.of(((Number) value).longValue());
    }
    throw impossible(column);
  }

  /** Returns a number that need not be whole, 0 for null and for whatever is no number. */
  public double real(int column) throws SQLException {
    return rows.getDouble(column);
  }

  private SQLDataException impossible(int column) {
    try {
      return new SQLDataException(
          "a row has %s for %s"
              .formatted(rows.getObject(column), rows.getMetaData().getColumnName(column)));
    } catch (SQLException unnamed) {
      return new SQLDataException("column " + column + " of a row cannot be read", unnamed);
    }
  }
}
