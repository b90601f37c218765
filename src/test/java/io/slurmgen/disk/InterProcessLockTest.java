package io.slurmgen.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class InterProcessLockTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path directory;
  private Path file;
  private ExecutorService pool;

  @BeforeEach
  void open() {
    file = directory.resolve("lock");
    pool = Executors.newCachedThreadPool();
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
  }

  private InterProcessLock lock() throws IOException {
    return InterProcessLock.of(file);
  }

  /** Tries in another thread, as a thread cannot wait for itself. */
  private boolean isFree(InterProcessLock lock, Duration patience) throws Exception {
    return pool.submit(() -> lockAndRelease(lock, patience)).get();
  }

  private static boolean lockAndRelease(InterProcessLock lock, Duration patience)
      throws IOException {
    Optional<InterProcessLock.Held> held = lock.acquire(patience);
    if (held.isPresent()) {
      held.get().close();
    }
    return held.isPresent();
  }

  private InterProcessLock.Held hold() throws IOException {
    return lock().acquire(LONG).orElseThrow();
  }

  @Test
  void otherThreadGivesUpAfterItsPatience() throws Exception {
    InterProcessLock.Held held = hold();
    assertEquals(false, isFree(lock(), Duration.ZERO));
    assertEquals(false, isFree(lock(), SHORT));
    held.close();
    assertEquals(true, isFree(lock(), Duration.ZERO));
  }

  @Test
  void waitingThreadGetsItOnceItIsReleased() throws Exception {
    InterProcessLock.Held held = hold();
    Future<Boolean> waiting = pool.submit(() -> lockAndRelease(lock(), LONG));
    assertEquals(false, isFree(lock(), SHORT));
    held.close();
    assertEquals(true, waiting.get());
  }

  @Test
  void namesOfTheSameDirectoryAreOneLock() throws Exception {
    Path other = Files.createSymbolicLink(directory.resolve("link"), directory);
    InterProcessLock.Held held = hold();
    assertEquals(false, isFree(InterProcessLock.of(other.resolve("lock")), SHORT));
    assertEquals(true, isFree(InterProcessLock.of(other.resolve("lock2")), SHORT));
    held.close();
  }

  @Test
  void threadThatHoldsItCannotTakeItTwice() throws Exception {
    InterProcessLock.Held held = hold();
    assertThrows(IllegalStateException.class, () -> lock().acquire(SHORT));
    held.close();
    assertEquals(true, isFree(lock(), Duration.ZERO));
  }

  @Test
  void otherProcessExcludesUsUntilItReleases() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockMain.class, file)) {
      assertEquals("locked Held", child.readLine());
      assertTrue(lock().acquire(Duration.ZERO).isEmpty());
      assertTrue(lock().acquire(SHORT).isEmpty());
      Future<Boolean> waiting = pool.submit(() -> lockAndRelease(lock(), LONG));
      child.tell("release");
      assertEquals("released", child.readLine());
      assertEquals(true, waiting.get());
      assertEquals(0, child.exitCode());
    }
    lock().acquire(Duration.ZERO).orElseThrow().close();
  }

  @Test
  void weExcludeAnotherProcessUntilWeRelease() throws Exception {
    InterProcessLock.Held held = hold();
    try (ChildJvm child = ChildJvm.start(LockMain.class, file)) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(() -> unchecked(child::readLine), pool);
      assertEquals(false, isFree(lock(), SHORT));
      assertEquals(false, said.isDone());
      held.close();
      assertEquals("locked Held", said.get());
    }
  }

  private static <T> T unchecked(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void killedProcessReleasesIt() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockMain.class, file)) {
      assertEquals("locked Held", child.readLine());
      child.kill();
      lock().acquire(LONG).orElseThrow().close();
    }
  }

  @Test
  void fileIsMadeOnceAndNeverReplaced() throws Exception {
    hold().close();
    Object made = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    hold().close();
    assertTrue(lock().acquire(Duration.ZERO).isPresent());
    assertEquals(made, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    assertEquals(0, Files.size(file));
  }

  @Test
  void interruptedWaitForAThreadIsAnError() throws Exception {
    InterProcessLock.Held held = hold();
    assertInterrupted("parkNanos");
    held.close();
    assertEquals(true, isFree(lock(), Duration.ZERO));
  }

  @Test
  void interruptedWaitForAProcessIsAnError() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockMain.class, file)) {
      assertEquals("locked Held", child.readLine());
      assertInterrupted("lock0");
      child.kill();
    }
    assertEquals(true, isFree(lock(), LONG));
  }

  /** Interrupts a thread that waits in the given method. */
  private void assertInterrupted(String method) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    Future<Boolean> waiting =
        pool.submit(
            () -> {
              thread.complete(Thread.currentThread());
              try {
                return lockAndRelease(lock(), LONG);
              } finally {
                assertTrue(Thread.currentThread().isInterrupted());
              }
            });
    while (!waiting.isDone() && !isIn(method, thread.get())) {
      Thread.yield();
    }
    thread.get().interrupt();
    ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
    assertEquals(
        "interrupted while waiting for the lock on " + file.toRealPath(),
        failed.getCause().getMessage());
  }

  private static boolean isIn(String method, Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  @Test
  void fileThatCannotBeOpenedIsNamed() throws Exception {
    Files.createDirectory(file);
    IOException error = assertThrows(IOException.class, () -> lock().acquire(SHORT));
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    Files.delete(file);
    assertEquals(true, isFree(lock(), Duration.ZERO));
    assertThrows(
        IOException.class, () -> InterProcessLock.of(directory.resolve("missing").resolve("lock")));
  }

  @Test
  void waitsThatEndWhenTheLockIsReleasedNeverLetTwoIn() throws Exception {
    int times = 3000;
    try (ChildJvm child = ChildJvm.start(LockOftenMain.class, file, times)) {
      assertEquals("ready", child.readLine());
      child.tell("go");
      int entered = LockOftenMain.enter(file, times, 2);
      int others = Integer.parseInt(child.readLine());
      assertTrue(entered > 0 && others > 0, entered + ", " + others);
    }
  }
}
