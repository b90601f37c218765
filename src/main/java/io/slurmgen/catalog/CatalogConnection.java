package io.slurmgen.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * The one connection of a {@link Catalog} and its transactions.
 *
 * <p>A writer takes the lock file first and only then begins, so that writers queue in the kernel
 * instead of in SQLite's busy handler, which is unfair. The journal is a rollback journal: WAL
 * needs shared memory and so cannot serve several nodes (https://sqlite.org/wal.html).
 *
 * <p>Thread-safe: transactions of one connection run one after the other. Statements of queries
 * that are asked again are kept until it is closed.
 */
final class CatalogConnection implements Closeable {
  private final CacheDirectory directory;
  private final Clock clock;
  private final Duration patience;
  private final CatalogFile file;
  private final Connection connection;
  private final SqlTransactions transactions;
  private final ReentrantLock ofThisConnection = new ReentrantLock(true);
  private final Map<String, PreparedStatement> kept = new HashMap<>();
  private DSLContext dsl;

  private CatalogConnection(
      CacheDirectory directory,
      Clock clock,
      Duration patience,
      CatalogFile file,
      Connection connection) {
    this.directory = directory;
    this.clock = clock;
    this.patience = patience;
    this.file = file;
    this.connection = connection;
    this.transactions = new SqlTransactions(connection, directory.catalog());
  }

  /** What a transaction does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, IOException;
  }

  static CatalogConnection open(CacheDirectory directory, Clock clock, Duration patience)
      throws IOException {
    CatalogFile file = CatalogFile.of(directory);
    file.create(patience);
    CatalogConnection opened =
        new CatalogConnection(directory, clock, patience, file, file.connect());
    try {
      opened.migrate();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens a catalog that nothing is to change, not even to a newer version; what a writer that died
   * has begun is undone all the same, as SQLite does when it reads.
   */
  static CatalogConnection openUnchanged(CacheDirectory directory, Clock clock, Duration patience)
      throws IOException {
    CatalogFile file = CatalogFile.of(directory);
    CatalogConnection opened =
        new CatalogConnection(directory, clock, patience, file, file.connect());
    try {
      if (opened.read(() -> Migrations.versionOf(opened.connection, directory.catalog())) == 0) {
        LostCatalogException.refuseEmpty(directory);
      }
      opened.read(() -> opened.update("pragma query_only = 1"));
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void migrate() throws IOException {
    if (!read(() -> Migrations.isCurrent(connection, directory.catalog()))) {
      change(
          patience,
          () -> {
            migrateInside();
            return null;
          },
          () -> {});
    }
  }

  /** Another process may have made the schema meanwhile. */
  private void migrateInside() throws SQLException, IOException {
    if (Migrations.versionOf(connection, directory.catalog()) == 0) {
      LostCatalogException.refuseEmpty(directory);
    }
    Migrations.apply(connection, directory.catalog());
  }

  CacheDirectory directory() {
    return directory;
  }

  /** How long a change waits for other writers, unless it says otherwise. */
  Duration patience() {
    return patience;
  }

  long nowMillis() {
    return clock.millis();
  }

  /** For statements that must start quickly; only inside {@link #read} and {@link #write}. */
  Connection jdbc() {
    return connection;
  }

  /** A statement with its parameters, to be closed by the caller. */
  PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    return bound(connection.prepareStatement(sql), parameters);
  }

  /**
   * The rows of a query that is asked again and again, whose statement is kept until this is
   * closed, since SQLite takes longer to plan than to answer it. To be closed by the caller before
   * the same is asked again.
   */
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

  /** Changes rows, and says how many. */
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** Inserts a row into a table whose key is SQLite's rowid, and returns that. */
  long insert(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement =
        bound(connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS), parameters)) {
      statement.executeUpdate();
      try (ResultSet key = statement.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }

  /** The rows of a query for first indexes and samples. */
  List<IndexRange> ranges(String sql, Object... parameters) throws SQLException {
    List<IndexRange> ranges = new ArrayList<>();
    try (ResultSet row = rows(sql, parameters)) {
      while (row.next()) {
        ranges.add(new IndexRange(Columns.number(row, 1), Columns.number(row, 2)));
      }
    } catch (IllegalArgumentException e) {
      throw new SQLDataException(e.getMessage(), e);
    }
    return ranges;
  }

  /** The number that a query gives, empty where it has no row. */
  Optional<Long> number(String sql, Object... parameters) throws SQLException {
    try (ResultSet row = rows(sql, parameters)) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    }
  }

  private static PreparedStatement bound(PreparedStatement statement, Object... parameters)
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
  static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    int wanted = statement.getParameterMetaData().getParameterCount();
    if (wanted != parameters.length) {
      throw new IllegalArgumentException(parameters.length + " parameters, not " + wanted);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** For all other statements; only inside {@link #read} and {@link #write}. */
  DSLContext sql() {
    if (dsl == null) {
      dsl = DSL.using(connection, SQLDialect.SQLITE);
    }
    return dsl;
  }

  /** Runs queries that all see the same state. */
  <T> T read(Work<T> work) throws IOException {
    ofThisConnection.lock();
    try {
      return transactions.run("BEGIN", work);
    } catch (IllegalArgumentException e) {
      // Rows are validated where they become values: no program of ours has written this one.
      throw SqlFailure.damaged(directory.catalog(), e);
    } finally {
      ofThisConnection.unlock();
    }
  }

  /** As {@link #read}, while nobody changes the catalog or what follows a change. */
  <T> T readLocked(Work<T> work) throws IOException {
    return locked(patience, () -> transactions.run("BEGIN", work));
  }

  /**
   * Runs changes that happen all or not at all, and are on disk when this returns.
   *
   * @throws OlderCatalogException if the journal has more than the catalog
   */
  <T> T write(Work<T> work) throws IOException {
    return write(patience, work, () -> {});
  }

  <T> T write(Work<T> work, AfterCommit afterCommit) throws IOException {
    return write(patience, work, afterCommit);
  }

  /** A step after the commit, still under the lock file. */
  @FunctionalInterface
  interface AfterCommit {
    void run() throws SQLException, IOException;
  }

  /** As {@link #write(Work)}, with its own time to wait for other writers. */
  <T> T write(Duration patience, Work<T> work, AfterCommit afterCommit) throws IOException {
    return change(
        patience,
        () -> {
          new MoveJournal(this).refuseOlderCatalog();
          return work.run();
        },
        afterCommit);
  }

  private <T> T change(Duration patience, Work<T> work, AfterCommit afterCommit)
      throws IOException {
    return locked(
        patience,
        () -> {
          T result = transactions.run("BEGIN IMMEDIATE", work);
          afterCommit.run();
          return result;
        });
  }

  private <T> T locked(Duration patience, Work<T> work) throws IOException {
    ofThisConnection.lock();
    try {
      return file.whileLocked(patience, work);
    } finally {
      ofThisConnection.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    ofThisConnection.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailure.of(directory.catalog(), e);
    } finally {
      ofThisConnection.unlock();
    }
  }
}
