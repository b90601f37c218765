package io.slurmgen.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A connection to a catalog's file while it is open, and what is kept with it: the statements of
 * queries that are asked again, and jOOQ's context. Used by one thread at a time.
 */
final class OpenCatalog implements Closeable {
  private final Path file;
  private final Connection connection;
  private final SqlTransactions transactions;
  private final Map<String, PreparedStatement> kept = new HashMap<>();
  private DSLContext dsl;

  /**
   * A connection that is closed with this.
   *
   * @param file that failures name
   */
  OpenCatalog(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.transactions = new SqlTransactions(connection, file);
  }

  Connection connection() {
    return connection;
  }

  SqlTransactions transactions() {
    return transactions;
  }

  DSLContext dsl() {
    if (dsl == null) {
      dsl = DSL.using(connection, SQLDialect.SQLITE);
    }
    return dsl;
  }

  /** Returns a statement with its parameters, to be closed by the caller. */
  PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    return bound(connection.prepareStatement(sql), parameters);
  }

  /** Returns a statement with its parameters; it is closed where they do not fit. */
  static PreparedStatement bound(PreparedStatement statement, Object... parameters)
      throws SQLException {
    try {
      bind(statement, parameters);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** SQLite would take a missing parameter for null. */
  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    int wanted = statement.getParameterMetaData().getParameterCount();
    if (wanted != parameters.length) {
      throw new IllegalArgumentException(parameters.length + " parameters, not " + wanted);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** Returns the rows of a query whose statement is kept; see {@link CatalogConnection#rows}. */
  ResultSet rows(String sql, Object... parameters) throws SQLException {
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

  private ResultSet answer(String sql, PreparedStatement query, Object... parameters)
      throws SQLException {
    bind(query, parameters);
    ResultSet rows = query.executeQuery();
    kept.put(sql, query);
    return rows;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailure.of(file, e);
    }
  }
}
