package io.slurmgen.catalog;

import io.slurmgen.disk.InterProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A catalog's SQLite file, and the lock file that those who write to it take first. Thread-safe;
 * connections are to be closed by who asked for them.
 */
final class CatalogFile {
  /** How long SQLite itself waits: only for readers that are just reading. */
  private static final Duration SQLITE_PATIENCE = Duration.ofSeconds(20);

  private final CacheDirectory directory;
  private final InterProcessLock lock;

  private CatalogFile(CacheDirectory directory, InterProcessLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  static CatalogFile of(CacheDirectory directory) throws IOException {
    return new CatalogFile(directory, InterProcessLock.of(directory.lock()));
  }

  /**
   * Makes an empty file where there is none, which is a catalog to SQLite. SQLite itself would not
   * let the group write to it, whatever the umask
   * (https://sqlite.org/compile.html#default_file_permissions).
   */
  void create(Duration patience) throws IOException {
    Path catalog = directory.catalog();
    if (Files.notExists(catalog)) {
      whileLocked(patience, () -> Files.notExists(catalog) ? Files.createFile(catalog) : catalog);
    }
  }

  Connection connect() throws CatalogException {
    NativeLibrary.load();
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.enforceForeignKeys(true);
      config.setBusyTimeout((int) SQLITE_PATIENCE.toMillis());
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      Properties properties = config.toProperties();
      // As a URI, since the driver would take a question mark in a plain path for its options. Not
      // through a method of JDBC, whose class would start the list of all drivers first.
      String uri = directory.catalog().toUri().toString();
      return new JDBC4Connection(JDBC.PREFIX + uri, uri, properties);
    } catch (SQLException e) {
      throw SqlFailure.of(directory.catalog(), e);
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
}
