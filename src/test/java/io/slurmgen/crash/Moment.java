package io.slurmgen.crash;

import io.slurmgen.FileLocks;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;

/** What a process was doing when it was killed, as far as that can be seen from outside. */
enum Moment {
  NOT_OBSERVED,
  BETWEEN_COMMANDS,
  OUTSIDE_THE_CATALOG,
  READING_THE_CATALOG,
  WAITING_FOR_THE_LOCK_FILE,
  LOCKED_WITHOUT_TRANSACTION,
  BEFORE_THE_MOVE_IS_JOURNALLED,
  CHANGING_ROWS,
  COMMITTING;

  // Where SQLite locks its files (https://sqlite.org/src/file/src/os.h).
  private static final long PENDING = 0x40000000L;
  private static final long RESERVED = PENDING + 1;
  private static final long SHARED = PENDING + 2;

  /** That of a process that is stopped. */
  static Moment of(long pid, CacheDirectory cache) throws IOException, SQLException {
    if (!Files.exists(cache.lock()) || !Files.exists(cache.catalog())) {
      return OUTSIDE_THE_CATALOG;
    }
    FileLocks locks = FileLocks.now();
    long file = FileLocks.inode(cache.lock());
    long catalog = FileLocks.inode(cache.catalog());
    if (locks.areAwaited(file, pid)) {
      return WAITING_FOR_THE_LOCK_FILE;
    } else if (locks.areHeld(catalog, pid, PENDING) || locks.areHeld(catalog, pid, SHARED)) {
      return COMMITTING;
    } else if (locks.areHeld(catalog, pid, RESERVED)) {
      return CHANGING_ROWS;
    } else if (locks.areHeld(file, pid)) {
      return Snapshot.isJournalBehind(cache)
          ? BEFORE_THE_MOVE_IS_JOURNALLED
          : LOCKED_WITHOUT_TRANSACTION;
    }
    return locks.areHeld(catalog, pid) ? READING_THE_CATALOG : OUTSIDE_THE_CATALOG;
  }

  /** Whether a process is writing into the catalog's file, or about to. */
  static boolean isWriting(long pid, CacheDirectory cache) throws IOException {
    if (!Files.exists(cache.catalog())) {
      return false;
    }
    FileLocks locks = FileLocks.now();
    long catalog = FileLocks.inode(cache.catalog());
    return locks.areHeld(catalog, pid, PENDING) || locks.areHeld(catalog, pid, SHARED);
  }
}
