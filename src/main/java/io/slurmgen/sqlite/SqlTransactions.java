package io.slurmgen.sqlite;

import io.slurmgen.UserError;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.UselessCatalogException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.exception.DataAccessException;

/**
 * The transactions of one connection, each of which happens as a whole or not at all, and whose
 * failures say what they mean. One at a time: the caller sees to that, and closes the connection.
 */
final class SqlTransactions {
  private final Connection connection;
  private final Path catalog;

  /**
   * @param catalog the file that failures name
   */
  SqlTransactions(Connection connection, Path catalog) {
    this.connection = connection;
    this.catalog = catalog;
  }

  /**
   * Works inside of one.
   *
   * @param begin SQLite's statement, which says when it takes its locks
   */
  <T> T run(String begin, CatalogConnection.Work<T> work) throws IOException {
    try {
      execute(begin);
      T result;
      try {
        result = work.run();
        execute("COMMIT");
      } catch (Throwable e) {
        rollback(e);
        throw e;
      }
      return result;
    } catch (SQLException e) {
      throw SqlFailure.of(catalog, e);
    } catch (DataAccessException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw SqlFailure.of(catalog, sql);
      }
      throw UselessCatalogException.damaged(catalog, e);
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) {
      refuseDamaged(e);
      throw e;
    }
  }

  /**
   * Reports a value that refuses its row as damage, where SQLite sees some when it is asked to
   * look.
   */
  private void refuseDamaged(RuntimeException failure) throws CatalogException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
      if (row.next() && !"ok".equals(row.getString(1))) {
        String value =
            failure instanceof IllegalArgumentException ? ": " + failure.getMessage() : "";
        CatalogException damaged =
            UselessCatalogException.damaged(catalog, row.getString(1) + value);
        damaged.initCause(failure);
        throw damaged;
      }
    } catch (SQLException e) {
      e.addSuppressed(failure);
      throw SqlFailure.of(catalog, e);
    }
  }

  /** SQLite has rolled back by itself after some failures, a full disk for one. */
  private void rollback(Throwable reason) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        reason.addSuppressed(e);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
