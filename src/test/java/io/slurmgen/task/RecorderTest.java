package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.disk.InterProcessLock;
import io.slurmgen.disk.LockMain;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  /** Long pauses between commits, short ones between tries. */
  private static final RecorderPace RARELY =
      new RecorderPace(
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Optional.empty());

  @TempDir Path directory;
  private TaskBench bench;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() throws IOException {
    bench = TaskBench.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  @Test
  void manyChunksShareACommit() throws IOException {
    SubmissionRow submission = bench.submit(20_000, 1);
    long before = bench.commits();
    long start = System.nanoTime();
    bench.run(submission, 0, TaskBench.recipe(5, TaskBench::sample));
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    long commits = bench.commits() - before;
    // The attempt's start and end, its first chunk, then one a second, and the last one.
    assertTrue(commits <= 4 + seconds + 1, () -> commits + " commits in " + seconds + " s");
    assertEquals(20_000, bench.counts().raw().samples());
  }

  @Test
  void betweenCommitsThatNobodyWaitsForIsAPause() throws IOException {
    SubmissionRow submission = bench.submit(20_000, 1);
    Recorder recorder = Recorder.start(bench.catalog, said::add, RARELY);
    AttemptRow attempt = bench.start(submission, 0);
    long before = bench.commits();
    bench.task(recorder, TaskBench.recipe(5, TaskBench::sample), attempt).run();
    // Its first chunk, its last ones, and the attempt's end.
    assertEquals(3, bench.commits() - before);
    assertEquals(20_000, bench.counts().raw().samples());
  }

  @Test
  void waitingTaskIsNotHeldUpByOthersThatGoOn() throws Exception {
    SubmissionRow submission = bench.submit(1L << 40, 1);
    Recorder recorder = Recorder.start(bench.catalog, said::add);
    Recipe recipe = TaskBench.recipe(1, TaskBench::sample);
    Task endless = bench.task(recorder, recipe, bench.start(submission, 0));
    CompletableFuture<Task.Outcome> end = CompletableFuture.supplyAsync(() -> run(endless));
    SubmissionRow small = bench.submit(10, 1);
    bench.task(recorder, recipe, bench.start(small, 0)).run();
    assertFalse(end.isDone());
    endless.stop(Task.INTERRUPTED);
    assertEquals(JobState.INTERRUPTED, end.get().end().state());
    recorder.close(TaskBench.PATIENCE);
    assertEquals(bench.made.sum(), bench.counts().raw().samples());
  }

  @Test
  void generatorGoesOnWhileThisJvmHoldsTheLock() throws Exception {
    SubmissionRow submission = bench.submit(500, 1);
    InterProcessLock lock = InterProcessLock.of(bench.catalog.directory().lock());
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    generateWhileLocked(
        submission,
        () -> {
          CountDownLatch locked = new CountDownLatch(1);
          new Thread(() -> hold(lock, locked, release, released)).start();
          await(locked);
        },
        release::countDown);
    await(released);
  }

  private static void hold(
      InterProcessLock lock,
      CountDownLatch locked,
      CountDownLatch release,
      CountDownLatch released) {
    try {
      InterProcessLock.Held held = lock.acquire(TaskBench.PATIENCE).orElseThrow();
      locked.countDown();
      await(release);
      held.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    released.countDown();
  }

  @Test
  void generatorGoesOnWhileAnotherProcessHoldsTheLock() throws Exception {
    SubmissionRow submission = bench.submit(500, 1);
    ChildJvm[] holder = new ChildJvm[1];
    generateWhileLocked(
        submission,
        () -> {
          holder[0] = ChildJvm.start(LockMain.class, bench.catalog.directory().lock());
          holder[0].readLine();
        },
        () -> holder[0].tell(""));
    assertEquals(0, holder[0].exitCode());
  }

  /** A step that may fail in any way. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private void generateWhileLocked(SubmissionRow submission, Step lock, Step release)
      throws Exception {
    CountDownLatch toLock = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch allMade = new CountDownLatch(1);
    Recorder recorder = Recorder.start(bench.catalog, said::add, RARELY);
    Recipe recipe =
        TaskBench.recipe(
            50,
            index -> {
              if (index == 0) {
                toLock.countDown();
                await(locked);
              } else if (index == 499) {
                allMade.countDown();
              }
              return TaskBench.sample(index);
            });
    Task task = bench.task(recorder, recipe, bench.start(submission, 0));
    CompletableFuture<Task.Outcome> outcome = CompletableFuture.supplyAsync(() -> run(task));
    await(toLock);
    lock.run();
    locked.countDown();
    await(allMade);
    assertTrue(said.take().endsWith("samples stay in their segments and are recorded later"));
    assertEquals(0, bench.counts().raw().samples());
    release.run();
    assertEquals(JobState.DONE, outcome.get().end().state());
    assertEquals("the catalog can be written again; all samples so far are recorded", said.take());
    assertEquals(samples(500), bench.recorded());
    assertEquals(List.of(), notes());
    assertTrue(recorder.close(TaskBench.PATIENCE));
  }

  @Test
  void whatCannotBeRecordedInTimeIsRecordedByTheNextCommand() throws Exception {
    SubmissionRow submission = bench.submit(120, 1);
    Recorder recorder = Recorder.start(bench.catalog, said::add, TaskBench.QUICK);
    CountDownLatch inside = new CountDownLatch(1);
    Recipe recipe =
        TaskBench.recipe(
            50,
            index -> {
              if (index == 110) {
                inside.countDown();
                await(new CountDownLatch(1));
              }
              return TaskBench.sample(index);
            });
    Task task = bench.task(recorder, recipe, bench.start(submission, 0));
    try (ChildJvm holder = ChildJvm.start(LockMain.class, bench.catalog.directory().lock())) {
      holder.readLine();
      Thread user = new Thread(() -> run(task));
      user.setDaemon(true);
      user.start();
      await(inside);
      task.stop(Task.INTERRUPTED);
      assertFalse(recorder.close(Duration.ofMillis(1)));
      assertEquals(List.of("d+44136fa355b3+J1-1.arrows"), notes());
      assertEquals(0, bench.counts().raw().samples());
    }
    new UnrecordedSegments(bench.catalog).adopt(TaskBench.PATIENCE, said::add);
    assertEquals(samples(110), bench.recorded());
    assertEquals(List.of(), notes());
  }

  private List<String> notes() throws IOException {
    Path folder = bench.catalog.directory().root().resolve(".unrecorded");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Object samples(long end) {
    return TaskBench.samples(LongStream.range(0, end).toArray());
  }

  private static Task.Outcome run(Task task) {
    try {
      return task.run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
