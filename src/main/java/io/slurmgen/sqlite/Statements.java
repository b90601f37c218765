package io.slurmgen.sqlite;

import io.slurmgen.model.IndexRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of an open catalog whose text never changes. Those that ask are kept prepared
 * until the connection is closed, since SQLite takes longer to plan than to answer them.
 *
 * <p>A column that is null or of another type than the schema promises is damage, and so are values
 * that what is made of a row refuses with an {@link IllegalArgumentException}: both are a {@link
 * SQLException} here that the transaction reports as damage.
 *
 * <p>Used inside of transactions, by one thread at a time. While rows are read other statements may
 * be run, and the same one again.
 */
public final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  /**
   * @param connection that its owner closes, and with it what is kept here
   */
  Statements(Connection connection) {
    this.connection = connection;
  }

  /** The value that a row becomes. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  /** A reader of one row after the other. */
  @FunctionalInterface
  public interface Reader<E extends Exception> {
    void read(Row row) throws SQLException, E;
  }

  /** Returns what all rows become, in their order. */
  public <T> List<T> query(String sql, Mapper<T> mapper, Object... parameters) throws SQLException {
    return query(sql, Integer.MAX_VALUE, mapper, parameters);
  }

  /** Returns what the first row becomes, empty where there is none; others are not read. */
  public <T> Optional<T> first(String sql, Mapper<T> mapper, Object... parameters)
      throws SQLException {
    return query(sql, 1, mapper, parameters).stream().findFirst();
  }

  private <T> List<T> query(String sql, int most, Mapper<T> mapper, Object... parameters)
      throws SQLException {
    List<T> values = new ArrayList<>();
    try (Answer answer = ask(sql, parameters)) {
      Row row = new Row(answer.rows);
      while (values.size() < most && answer.rows.next()) {
        values.add(mapper.map(row));
      }
    } catch (IllegalArgumentException e) {
      throw new SQLDataException(e.getMessage(), e);
    }
    return values;
  }

  /** Reads rows one after the other, however many there are. */
  public <E extends Exception> void each(String sql, Reader<E> reader, Object... parameters)
      throws SQLException, E {
    try (Answer answer = ask(sql, parameters)) {
      Row row = new Row(answer.rows);
      while (answer.rows.next()) {
        reader.read(row);
      }
    } catch (IllegalArgumentException e) {
      throw new SQLDataException(e.getMessage(), e);
    }
  }

  /** Returns the ranges of a query for first indexes and samples. */
  public List<IndexRange> ranges(String sql, Object... parameters) throws SQLException {
    return query(sql, row -> new IndexRange(row.number(1), row.number(2)), parameters);
  }

  /** Returns the number that a query gives, empty where it gives null or has no row. */
  public Optional<Long> number(String sql, Object... parameters) throws SQLException {
    return first(sql, row -> row.optionalNumber(1), parameters)
        .filter(number -> number.isPresent())
        .map(number -> number.getAsLong());
  }

  /** Changes rows, and returns how many. */
  public int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Inserts a row into a table whose key is SQLite's rowid, and returns that. */
  public long insert(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      bind(statement, parameters);
      statement.executeUpdate();
      try (ResultSet key = statement.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }

  /**
   * Runs a statement many times.
   *
   * @param parameters those of each time
   */
  public void updateEach(String sql, List<Object[]> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] ofOne : parameters) {
        bind(statement, ofOne);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Returns the failure that says that rows contradict each other. */
  public static SQLException damage(String contradiction) {
    return new SQLDataException(contradiction);
  }

  /** The rows of a statement, which is kept for the next time when they have been read. */
  private final class Answer implements AutoCloseable {
    private final String sql;
    private final PreparedStatement statement;
    private final ResultSet rows;

    Answer(String sql, PreparedStatement statement, ResultSet rows) {
      this.sql = sql;
      this.statement = statement;
      this.rows = rows;
    }

    @Override
    public void close() throws SQLException {
      rows.close();
      PreparedStatement another = kept.put(sql, statement);
      if (another != null) {
        another.close();
      }
    }
  }

  private Answer ask(String sql, Object... parameters) throws SQLException {
    PreparedStatement used = kept.remove(sql);
    if (used != null) {
      try {
        return answer(sql, used, parameters);
      } catch (SQLException dropped) {
        used.close(); // the driver gives up a statement that has failed once
      }
    }
    PreparedStatement fresh = connection.prepareStatement(sql);
    try {
      return answer(sql, fresh, parameters);
    } catch (SQLException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  private Answer answer(String sql, PreparedStatement query, Object... parameters)
      throws SQLException {
    bind(query, parameters);
    return new Answer(sql, query, query.executeQuery());
  }

  /** SQLite would take a missing parameter for null. */
  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    int wanted = statement.getParameterMetaData().getParameterCount();
    if (wanted != parameters.length) {
      throw new IllegalStateException(parameters.length + " parameters, not " + wanted);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
