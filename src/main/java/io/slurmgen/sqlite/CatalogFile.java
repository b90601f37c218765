package io.slurmgen.sqlite;

import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.InterProcessLock;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A catalog's SQLite file, the file system that it is on, and the lock file that those who write to
 * it take first. Thread-safe; connections are to be closed by who asked for them.
 *
 * <p>Where other machines write to it, its rollback journal stays when a transaction ends, with a
 * header of zeros: another node may remember for a while that there was no such file, and then
 * would not undo what a killed writer has begun; what is in a file it learns when it opens it
 * (https://sqlite.org/pragma.html#pragma_journal_mode,
 * https://sqlite.org/lockingv3.html#hot_journals).
 */
final class CatalogFile implements Closeable {
  /** How long SQLite itself waits: only for readers that are just reading. */
  private static final Duration SQLITE_PATIENCE = Duration.ofSeconds(20);

  private static final String WAL = "wal";

  /** A journal that stays is cut to this after a large transaction. */
  private static final int KEPT_JOURNAL_BYTES = 1 << 20;

  private final CacheDirectory directory;
  private final Path catalog;
  private final FileSystemKind fileSystem;
  private final StaleViewGuard guard;
  private final InterProcessLock lock;
  private final Closeable copy;

  private CatalogFile(
      CacheDirectory directory,
      Path catalog,
      FileSystemKind fileSystem,
      StaleViewGuard guard,
      InterProcessLock lock,
      Closeable copy) {
    this.directory = directory;
    this.catalog = catalog;
    this.fileSystem = fileSystem;
    this.guard = guard;
    this.lock = lock;
    this.copy = copy;
  }

  static CatalogFile of(CacheDirectory directory) throws IOException {
    return of(directory, FileSystemKind.of(directory.user()));
  }

  static CatalogFile of(CacheDirectory directory, FileSystemKind fileSystem) throws IOException {
    return new CatalogFile(
        directory,
        directory.catalog(),
        fileSystem,
        StaleViewGuard.of(directory.catalog(), fileSystem),
        InterProcessLock.of(directory.lock()),
        () -> {});
  }

  /**
   * Copies the file for this process alone; see {@link CatalogCopy}. Closing what is returned
   * removes the copy.
   *
   * @return empty where that is not possible
   */
  Optional<CatalogFile> copy(Duration patience) throws IOException {
    Optional<CatalogCopy> made = whileLocked(patience, () -> CatalogCopy.of(directory));
    if (made.isEmpty()) {
      return Optional.empty();
    }
    CatalogCopy own = made.get();
    FileSystemKind here = FileSystemKind.of(own.folder());
    return Optional.of(
        new CatalogFile(
            directory,
            own.catalog(),
            here,
            StaleViewGuard.of(own.catalog(), here),
            InterProcessLock.of(own.lock()),
            own));
  }

  /** Whether a connection that is kept may not see what another machine has written. */
  boolean mayBeStale() {
    return !fileSystem.isLocal();
  }

  /**
   * Makes an empty file where there is none, which is a catalog to SQLite. SQLite itself would not
   * let the group write to it, whatever the umask
   * (https://sqlite.org/compile.html#default_file_permissions).
   */
  void create(Duration patience) throws IOException {
    if (Files.notExists(catalog)) {
      whileLocked(
          patience,
          () -> {
            PresentLength.renewNames(directory.user());
            return Files.notExists(catalog) ? Files.createFile(catalog) : catalog;
          });
    }
  }

  /** Whether this thread holds the lock file. */
  boolean isLockedByThisThread() {
    return lock.isHeldByThisThread();
  }

  /** Begins a transaction of this thread; see {@link StaleViewGuard}. */
  void enter() {
    guard.enter();
  }

  /** Ends what {@link #enter} began. */
  void leave() {
    guard.leave();
  }

  /**
   * Makes sure that a writer sees the file as the last one has left it. The caller holds the lock
   * file; SQLite opens the file after this.
   *
   * @throws StaleViewException where this node does not see it so
   */
  void refuseStaleView() throws IOException {
    if (mayBeStale()) {
      guard.check();
      Path journal = catalog.resolveSibling(catalog.getFileName() + "-journal");
      FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
  }

  /** Whether {@link #refuseStaleView} would see one; the caller holds the lock file. */
  boolean isGuarded() throws IOException {
    return !mayBeStale() || guard.check();
  }

  /** The file's first bytes; the caller is in no transaction. */
  CatalogHeader header() throws CatalogException {
    return CatalogHeader.of(guard.header());
  }

  /** The purpose of a connection. */
  enum Use {
    /** To read only, also of what killed writers have left: that is refused instead of undone. */
    READ,
    /** To look at a catalog that is to stay as it is. */
    LOOK,
    /** To read and change it. */
    CHANGE
  }

  /**
   * Connects to the file.
   *
   * @param isLocked whether this process holds the lock file
   * @throws WalModeException if it has to be put in order before, under the lock file
   */
  Connection connect(Use use, boolean isLocked) throws CatalogException {
    NativeLibrary.load();
    try {
      Connection connection = connect(config(use));
      try {
        requireRollbackJournal(connection, isLocked && use == Use.CHANGE);
        if (use == Use.LOOK) {
          execute(connection, "pragma query_only = 1");
        }
        return connection;
      } catch (SQLException | CatalogException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailure.of(directory.catalog(), e);
    }
  }

  private SQLiteConfig config(Use use) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) SQLITE_PATIENCE.toMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setReadOnly(use == Use.READ);
    return config;
  }

  private Connection connect(SQLiteConfig config) throws SQLException {
    // As a URI, since the driver would take a question mark in a plain path for its options. Not
    // through a method of JDBC, whose class would start the list of all drivers first.
    String uri = catalog.toUri().toString();
    return new JDBC4Connection(JDBC.PREFIX + uri, uri, config.toProperties());
  }

  /**
   * Somebody may have chosen another journal at the sqlite3 shell, and the file remembers WAL for
   * all who open it (https://sqlite.org/wal.html#persistence_of_wal_mode).
   */
  private void requireRollbackJournal(Connection connection, boolean mayMend)
      throws SQLException, CatalogException {
    if (!journalMode(connection, "").equals(WAL)) {
      if (mayMend && mayBeStale()) {
        journalMode(connection, " = persist");
        execute(connection, "pragma journal_size_limit = " + KEPT_JOURNAL_BYTES);
      }
    } else if (!mayMend) {
      throw new WalModeException(directory);
    } else if (journalMode(connection, " = delete").equals(WAL)) {
      throw CatalogBusyException.busy(directory.catalog(), null);
    }
  }

  private static String journalMode(Connection connection, String assignment) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma journal_mode" + assignment)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Works while nobody else has the lock file.
   *
   * @throws CatalogBusyException if others have it for that long; nothing was done then
   */
  <T> T whileLocked(Duration patience, CatalogConnection.Work<T> work) throws IOException {
    InterProcessLock.Held held =
        lock.acquire(patience)
            .orElseThrow(() -> CatalogBusyException.lockedByOthers(directory.lock()));
    try {
      return work.run();
    } catch (SQLException e) {
      throw SqlFailure.of(directory.catalog(), e);
    } finally {
      held.close();
    }
  }

  @Override
  public void close() throws IOException {
    copy.close();
  }
}
