package io.slurmgen.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A connection to a catalog's file while it is open, and what is kept with it: its fixed
 * statements, and jOOQ's context. Used by one thread at a time.
 */
final class OpenCatalog implements Closeable {
  private final Path file;
  private final Connection connection;
  private final SqlTransactions transactions;
  private final Statements statements;
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
    this.statements = new Statements(connection);
  }

  Connection connection() {
    return connection;
  }

  SqlTransactions transactions() {
    return transactions;
  }

  Statements statements() {
    return statements;
  }

  DSLContext dsl() {
    if (dsl == null) {
      dsl = DSL.using(connection, SQLDialect.SQLITE);
    }
    return dsl;
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
