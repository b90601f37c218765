package io.slurmgen.sqlite;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.layout.UselessCatalogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;

/**
 * The connections of a {@code Catalog} to its file, one at a time, and their transactions.
 *
 * <p>A writer takes the lock file first and only then begins, so that writers queue in the kernel
 * instead of in SQLite's busy handler, which is unfair. The journal is a rollback journal: WAL
 * needs shared memory and so cannot serve several nodes (https://sqlite.org/wal.html).
 *
 * <p>Where other machines write to the file as well, it is opened for each transaction, by a writer
 * after it has the lock file, and closed before that is given up: a network file system promises
 * fresh data to who opens a file after its writer has closed it (nfs(5), "close-to-open cache
 * consistency"), and to nobody else. Readers open it only to read there, so that none of them
 * undoes what a killed writer has begun without the lock file; what such a reader cannot make sense
 * of is read again under the lock file. On a file system of this machine alone the connection is
 * kept.
 *
 * <p>Thread-safe: transactions of one catalog run one after the other.
 */
public final class CatalogConnection implements Closeable {
  private final CacheDirectory directory;
  private final Clock clock;
  private final Duration patience;
  private final CatalogFile file;
  private final CatalogFile.Use use;
  private final ChangeCheck check;
  private final ReentrantLock ofThisConnection = new ReentrantLock(true);
  private Optional<OpenCatalog> open = Optional.empty();
  private boolean isClosed;

  private CatalogConnection(
      CacheDirectory directory,
      Clock clock,
      Duration patience,
      CatalogFile file,
      CatalogFile.Use use,
      ChangeCheck check) {
    this.directory = directory;
    this.clock = clock;
    this.patience = patience;
    this.file = file;
    this.use = use;
    this.check = check;
  }

  /** The work of a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException, IOException;
  }

  /** A refusal of changes, made at the start of each one's transaction. */
  @FunctionalInterface
  public interface ChangeCheck {
    void run(CatalogConnection catalog) throws SQLException, IOException;
  }

  public static CatalogConnection open(
      CacheDirectory directory, Clock clock, Duration patience, ChangeCheck check)
      throws IOException {
    return open(CatalogFile.of(directory), directory, clock, patience, check);
  }

  public static CatalogConnection open(
      CatalogFile file, CacheDirectory directory, Clock clock, Duration patience, ChangeCheck check)
      throws IOException {
    file.create(patience);
    CatalogConnection opened =
        new CatalogConnection(directory, clock, patience, file, CatalogFile.Use.CHANGE, check);
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
  public static CatalogConnection openUnchanged(
      CacheDirectory directory, Clock clock, Duration patience) throws IOException {
    return openUnchanged(CatalogFile.of(directory), directory, clock, patience);
  }

  /**
   * Opens a copy of the catalog as it is on its server now, of which this node may see an old state
   * ({@link CatalogCopy}); else the catalog itself, where that cannot be had.
   */
  public static CatalogConnection openCopy(CacheDirectory directory, Clock clock, Duration patience)
      throws IOException {
    CatalogFile file = CatalogFile.of(directory);
    return openUnchanged(file.copy(patience).orElse(file), directory, clock, patience);
  }

  private static CatalogConnection openUnchanged(
      CatalogFile file, CacheDirectory directory, Clock clock, Duration patience)
      throws IOException {
    CatalogConnection opened =
        new CatalogConnection(directory, clock, patience, file, CatalogFile.Use.LOOK, unused -> {});
    try {
      if (opened.version() == 0) {
        LostCatalogException.refuseEmpty(directory);
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens a catalog of whatever state only to read it: nothing is made or put in order, and what a
   * writer that died has begun is refused instead of undone. Who wants to read what is certain
   * holds the lock file.
   */
  public static CatalogConnection openReadOnly(
      CacheDirectory directory, Clock clock, Duration patience) throws IOException {
    return new CatalogConnection(
        directory,
        clock,
        patience,
        CatalogFile.of(directory),
        CatalogFile.Use.READ,
        unused -> {
          throw new IllegalStateException("the catalog was opened to read it only");
        });
  }

  private void migrate() throws IOException {
    if (!read(() -> Migrations.isCurrent(jdbc(), directory.catalog()))) {
      change(
          patience,
          () -> {
            migrateInside();
            return null;
          },
          () -> {});
    }
  }

  private int version() throws IOException {
    return read(() -> Migrations.versionOf(jdbc(), directory.catalog()));
  }

  /** Another process may have made the schema meanwhile. */
  private void migrateInside() throws SQLException, IOException {
    if (Migrations.versionOf(jdbc(), directory.catalog()) == 0) {
      LostCatalogException.refuseEmpty(directory);
    }
    Migrations.apply(jdbc(), directory.catalog());
  }

  public CacheDirectory directory() {
    return directory;
  }

  /** How long a change waits for other writers, unless it says otherwise. */
  public Duration patience() {
    return patience;
  }

  public long nowMillis() {
    return clock.millis();
  }

  /** For what looks at the schema; only inside {@link #read} and {@link #write}. */
  public Connection jdbc() {
    return present().connection();
  }

  private OpenCatalog present() {
    return open.orElseThrow(() -> new IllegalStateException("no transaction has begun"));
  }

  /** Statements whose text never changes; only inside {@link #read} and {@link #write}. */
  public Statements statements() {
    return present().statements();
  }

  /** For statements that are composed; only inside {@link #read} and {@link #write}. */
  public DSLContext sql() {
    return present().dsl();
  }

  /**
   * Runs queries that all see the same state.
   *
   * @param work may run twice
   */
  public <T> T read(Work<T> work) throws IOException {
    ofThisConnection.lock();
    try {
      if (file.isLockedByThisThread()) {
        return reading(use, true, work);
      }
      return reading(file.mayBeStale() ? CatalogFile.Use.READ : use, false, work);
    } catch (CatalogException doubtful) {
      if (!needsLock(doubtful)) {
        throw doubtful;
      }
      return again(work, doubtful);
    } finally {
      ofThisConnection.unlock();
    }
  }

  private <T> T reading(CatalogFile.Use how, boolean isLocked, Work<T> work) throws IOException {
    try {
      return transaction(how, isLocked, "BEGIN", work);
    } catch (IllegalArgumentException e) {
      // Rows are validated where they become values: no program of ours has written this one.
      throw UselessCatalogException.damaged(directory.catalog(), e);
    }
  }

  /** Whether a failed reader is to look again while nobody can write. */
  private boolean needsLock(CatalogException failure) {
    return use != CatalogFile.Use.READ
        && !file.isLockedByThisThread()
        && (failure instanceof WalModeException
            || (file.mayBeStale() && !(failure instanceof CatalogBusyException)));
  }

  private <T> T again(Work<T> work, CatalogException doubtful) throws IOException {
    try {
      return readLocked(work);
    } catch (FileSystemException noLock) { // of a directory that others may only read
      doubtful.addSuppressed(noLock);
      throw doubtful;
    }
  }

  /** Reads like {@link #read}, while nobody changes the catalog or what follows a change. */
  public <T> T readLocked(Work<T> work) throws IOException {
    return locked(patience, () -> reading(use, true, work));
  }

  /**
   * Runs changes that happen all or not at all, and are on disk when this returns.
   *
   * @throws IOException also what this connection's check refuses
   */
  public <T> T write(Work<T> work) throws IOException {
    return write(patience, work, () -> {});
  }

  public <T> T write(Work<T> work, AfterCommit afterCommit) throws IOException {
    return write(patience, work, afterCommit);
  }

  /** A step after the commit, still under the lock file. */
  @FunctionalInterface
  public interface AfterCommit {
    void run() throws SQLException, IOException;
  }

  /** Writes like {@link #write(Work)}, with its own time to wait for other writers. */
  public <T> T write(Duration patience, Work<T> work, AfterCommit afterCommit) throws IOException {
    return change(
        patience,
        () -> {
          check.run(this);
          return work.run();
        },
        afterCommit);
  }

  private <T> T change(Duration patience, Work<T> work, AfterCommit afterCommit)
      throws IOException {
    return locked(
        patience,
        () -> {
          T result = transaction(use, true, "BEGIN IMMEDIATE", work);
          afterCommit.run();
          return result;
        });
  }

  /** Reads the file's first bytes; outside of transactions, and without SQLite. */
  public CatalogHeader header() throws CatalogException {
    ofThisConnection.lock();
    try {
      return file.header();
    } finally {
      ofThisConnection.unlock();
    }
  }

  /** See {@code Catalog#isGuarded}. */
  public boolean isGuarded() throws IOException {
    ofThisConnection.lock();
    try {
      return file.isLockedByThisThread()
          ? file.isGuarded()
          : file.whileLocked(patience, file::isGuarded);
    } finally {
      ofThisConnection.unlock();
    }
  }

  private <T> T locked(Duration patience, Work<T> work) throws IOException {
    ofThisConnection.lock();
    try {
      return file.whileLocked(
          patience,
          () -> {
            file.refuseStaleView();
            return work.run();
          });
    } finally {
      ofThisConnection.unlock();
    }
  }

  private <T> T transaction(CatalogFile.Use how, boolean isLocked, String begin, Work<T> work)
      throws IOException {
    file.enter();
    try {
      openIfClosed(how, isLocked);
      try {
        return present().transactions().run(begin, work);
      } finally {
        if (file.mayBeStale()) {
          closeOpen();
        }
      }
    } finally {
      file.leave();
    }
  }

  private void openIfClosed(CatalogFile.Use how, boolean isLocked) throws IOException {
    if (isClosed) {
      throw new IllegalStateException("the catalog " + directory.catalog() + " is closed");
    }
    if (open.isEmpty()) {
      open = Optional.of(new OpenCatalog(directory.catalog(), file.connect(how, isLocked)));
    }
  }

  private void closeOpen() throws IOException {
    Optional<OpenCatalog> closing = open;
    open = Optional.empty();
    if (closing.isPresent()) {
      closing.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    ofThisConnection.lock();
    try {
      isClosed = true;
      closeOpen();
      file.close();
    } finally {
      ofThisConnection.unlock();
    }
  }
}
