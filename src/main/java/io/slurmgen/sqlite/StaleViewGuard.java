package io.slurmgen.sqlite;

import io.slurmgen.disk.DirectRead;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CatalogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a writer from a catalog that this node sees as it was before another node changed it.
 *
 * <p>A network file system promises fresh data after an open, if that much; some mounts keep cached
 * pages even then. SQLite would change such pages and write them back, and the locks would not
 * help. So the file's first bytes, with the counter that each commit changes
 * (https://sqlite.org/fileformat2.html#file_change_counter), are read once through the cache and
 * once past it. A file system that refuses the direct read is not guarded.
 *
 * <p>Closing any descriptor of a file drops all POSIX locks that this process has on it
 * (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 * So all transactions of this JVM on one file are entered and left here, and the guard reads only
 * while there is none. Thread-safe.
 */
final class StaleViewGuard {

  private static final ConcurrentMap<Path, ReentrantReadWriteLock> GATES =
      new ConcurrentHashMap<>();

  /** The length of a SQLite file's header. */
  static final int HEADER_BYTES = 100;

  private final Path catalog;
  private final FileSystemKind fileSystem;
  private final ReentrantReadWriteLock gate;

  private StaleViewGuard(Path catalog, FileSystemKind fileSystem, ReentrantReadWriteLock gate) {
    this.catalog = catalog;
    this.fileSystem = fileSystem;
    this.gate = gate;
  }

  /**
   * Returns the guard of a file, of which each JVM has one gate.
   *
   * @param catalog in a directory that exists
   */
  static StaleViewGuard of(Path catalog, FileSystemKind fileSystem) throws IOException {
    Path real = catalog.toAbsolutePath().getParent().toRealPath().resolve(catalog.getFileName());
    return new StaleViewGuard(
        catalog, fileSystem, GATES.computeIfAbsent(real, path -> new ReentrantReadWriteLock(true)));
  }

  /** Begins a transaction of this thread. */
  void enter() {
    gate.readLock().lock();
  }

  /** Ends what {@link #enter} began. */
  void leave() {
    gate.readLock().unlock();
  }

  /**
   * Refuses a stale view. The caller holds the lock file and is in no transaction; SQLite opens the
   * file after this.
   *
   * @return whether the file system lets the guard look
   * @throws StaleViewException if the cache is older than the file
   */
  boolean check() throws IOException {
    if (gate.getReadHoldCount() > 0) {
      throw new IllegalStateException("this thread is in a transaction on " + catalog + " already");
    }
    gate.writeLock().lock();
    try {
      // A direct read ends at the length that this node knows.
      PresentLength.renewNames(catalog.toAbsolutePath().getParent());
      ByteBuffer cached = throughTheCache();
      Optional<ByteBuffer> stored = DirectRead.first(catalog, HEADER_BYTES);
      if (stored.isPresent() && !stored.get().equals(cached)) {
        throw new StaleViewException(catalog, fileSystem);
      }
      return stored.isPresent();
    } finally {
      gate.writeLock().unlock();
    }
  }

  /**
   * The file's first bytes as this node sees them. The caller is in no transaction.
   *
   * @throws CatalogException if they cannot be read
   */
  ByteBuffer header() throws CatalogException {
    gate.writeLock().lock();
    try {
      return throughTheCache();
    } finally {
      gate.writeLock().unlock();
    }
  }

  private ByteBuffer throughTheCache() throws CatalogException {
    ByteBuffer first = ByteBuffer.allocate(HEADER_BYTES);
    try (FileChannel file = FileChannel.open(catalog)) {
      file.read(first, 0);
      return first.flip();
    } catch (IOException e) {
      throw new CatalogException("catalog " + catalog + " cannot be read: " + e.getMessage(), e);
    }
  }
}
