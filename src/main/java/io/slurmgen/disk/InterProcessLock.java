package io.slurmgen.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock that holds between threads, processes and nodes: a POSIX lock on a lock file,
 * behind a lock of this JVM.
 *
 * <p>The file is created when it is missing and never removed: a second process could otherwise
 * lock a file that no longer has a name. A POSIX lock belongs to the process and is lost when
 * <em>any</em> descriptor of the file is closed, so the file is opened and closed only by the
 * thread that holds the lock of this JVM. The operating system releases the lock when the process
 * dies. On network file systems it needs working {@code fcntl} locks (NFSv4; Lustre mounted with
 * {@code flock}).
 *
 * <p>Thread-safe; not reentrant. Waiting is in the kernel and therefore fair among processes.
 */
public final class InterProcessLock {

  private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_JVM = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock ofThisJvm;

  private InterProcessLock(Path file, ReentrantLock ofThisJvm) {
    this.file = file;
    this.ofThisJvm = ofThisJvm;
  }

  /**
   * The lock that a file stands for; nothing is locked or created yet.
   *
   * @param file the lock file, in a directory that exists
   * @throws IOException if the directory cannot be resolved
   */
  public static InterProcessLock of(Path file) throws IOException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    return new InterProcessLock(
        real, OF_THIS_JVM.computeIfAbsent(real, path -> new ReentrantLock(true)));
  }

  /**
   * Waits for the lock.
   *
   * @param patience how long to wait at most
   * @return the held lock, or empty if others held it all the time
   * @throws IOException if the file cannot be opened or the file system has no locks
   */
  public Optional<Held> acquire(Duration patience) throws IOException {
    if (isHeldByThisThread()) {
      throw new IllegalStateException("this thread holds the lock on " + file + " already");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    if (!lockThisJvm(patience)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held = lock(channel, deadline);
      return held ? Optional.of(new Held(channel)) : Optional.empty();
    } catch (FileSystemException e) {
      throw e; // it names the file
    } catch (IOException e) {
      throw Thread.currentThread().isInterrupted()
          ? interrupted(e)
          : new IOException("cannot lock " + file + ": " + e, e);
    } finally {
      if (!held) {
        release(channel);
      }
    }
  }

  /** Returns whether this thread has acquired the lock and not released it. */
  public boolean isHeldByThisThread() {
    return ofThisJvm.isHeldByCurrentThread();
  }

  private boolean lockThisJvm(Duration patience) throws IOException {
    try {
      return ofThisJvm.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private IOException interrupted(Exception cause) {
    return new IOException("interrupted while waiting for the lock on " + file, cause);
  }

  /**
   * Blocks in the kernel; when the time is over the channel is closed, which ends the wait. The
   * lock and the time-out may come at the same moment: the first to set the flag has come first, so
   * that a channel whose lock is in use is never closed.
   */
  private static boolean lock(FileChannel channel, long deadline) throws IOException {
    if (channel.tryLock() != null) {
      return true;
    }
    AtomicBoolean decided = new AtomicBoolean();
    Executor later =
        CompletableFuture.delayedExecutor(
            deadline - System.nanoTime(), TimeUnit.NANOSECONDS, Runnable::run);
    CompletableFuture<Void> timeOut =
        CompletableFuture.runAsync(
            () -> {
              if (decided.compareAndSet(false, true)) {
                close(channel);
              }
            },
            later);
    try {
      channel.lock();
      return decided.compareAndSet(false, true);
    } catch (ClosedChannelException e) {
      if (decided.get()) {
        return false;
      }
      throw e;
    } finally {
      timeOut.cancel(false);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void release(FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      ofThisJvm.unlock();
    }
  }

  /** The lock while it is held; closing it, on the same thread, releases it. */
  public final class Held implements AutoCloseable {
    private final FileChannel channel;

    private Held(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      release(channel);
    }
  }
}
