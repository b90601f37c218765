package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.JumpingClock;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.unrecorded.AppendingRecords;
import io.slurmgen.unrecorded.ReportedAttempts;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of tasks that only append, several at once and killed at any step. */
class AppendingAttemptsTest {
  private static final JobEnd INTERRUPTED =
      JobEnd.of(JobState.INTERRUPTED, EndReason.SIGNAL, "stopped by a signal");

  @TempDir Path directory;
  private final JumpingClock clock = new JumpingClock();
  private final List<AppendingAttempt> attempts = new ArrayList<>();
  private TaskBench bench;
  private SubmissionRow submission;

  @BeforeEach
  void submit() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(100, 1);
  }

  @AfterEach
  void close() throws IOException {
    for (AppendingAttempt attempt : attempts) {
      attempt.close();
    }
    bench.close();
  }

  private AppendingAttempt start() throws IOException {
    AppendingAttempt attempt = AppendingAttempt.start(bench, submission, 0, clock);
    attempts.add(attempt);
    return attempt;
  }

  private void record() throws IOException {
    new ReportedAttempts(bench.catalog, clock).record();
  }

  private Path file(String name) {
    return bench.catalog.directory().attempts().resolve(name);
  }

  /** As a task leaves it that is killed when it has its number, and has said nothing yet. */
  private void take(int number) throws IOException {
    Files.createDirectories(bench.catalog.directory().attempts());
    Files.createFile(file("J1-" + number));
  }

  private void assertRecorded(long samples) throws IOException {
    assertEquals(TaskBench.samples(LongStream.range(0, samples).toArray()), bench.recorded());
  }

  private void assertAllDone() throws IOException {
    assertRecorded(100);
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
    try (var files = Files.list(bench.catalog.directory().attempts())) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void laterAttemptMakesWhatIsNotWrittenThoughNothingIsRecorded() throws IOException {
    start().write(30);
    AppendingAttempt second = start();
    assertEquals(List.of(new IndexRange(30, 70)), second.row().missing().ranges());
    second.writeAll().end(JobEnd.done());
    record();
    assertAllDone();
    assertEquals(2, bench.job(submission, 0).attempt());
  }

  @Test
  void whatASupersededAttemptAddsStillIsNotRecordedTwice() throws IOException {
    AppendingAttempt first = start().write(30);
    AppendingAttempt second = start();
    first.write(30);
    record();
    assertRecorded(30);
    second.write(20);
    first.writeAll().end(JobEnd.done());
    record();
    assertRecorded(50);
    second.writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  @Test
  void supersededTaskEndsAndItsSuccessorMakesTheRest() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Recipe gated =
        TaskBench.recipe(
            10,
            index -> {
              if (index == 40) {
                waits.countDown();
                awaitLatch(goesOn);
              }
              return TaskBench.sample(index);
            });
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Task.Outcome> first = thread.submit(() -> run(gated));
      waits.await();
      assertEquals(JobState.DONE, run(TaskBench.recipe(10, TaskBench::sample)).end().state());
      goesOn.countDown();
      ExecutionException failure = assertThrows(ExecutionException.class, first::get);
      assertTrue(failure.getMessage().contains("attempt 1 of job 0 of submission 1 is superseded"));
    } finally {
      thread.shutdownNow();
    }
    record();
    assertAllDone();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Task.Outcome run(Recipe recipe) throws IOException {
    AppendingRecords records = new AppendingRecords(bench.catalog, Clock.systemUTC());
    AttemptRow attempt = records.start(AppendingAttempt.startOf(submission, 0), TaskBench.PATIENCE);
    Recorder recorder = Recorder.start(records, bench.catalog.directory(), line -> {});
    try {
      return bench.task(recorder, recipe, attempt).run();
    } finally {
      recorder.close(TaskBench.PATIENCE);
    }
  }

  @Test
  void attemptThatWasKilledBeforeItSaidWhatItMakesIsPassedOver() throws Exception {
    start().write(30);
    take(2);
    record();
    AppendingAttempt third = start();
    assertEquals(3, third.row().number());
    assertEquals(List.of(new IndexRange(30, 70)), third.row().missing().ranges());
    third.writeAll().end(JobEnd.done());
    record();
    assertAllDone();
    assertEquals(List.of("1|30", "3|70"), bench.rows("select number, samples from attempt"));
  }

  @Test
  void whatIsWrittenWaitsForTheNextAttemptOnlyUntilThatIsShutOut() throws IOException {
    start().write(30);
    take(2);
    record();
    assertRecorded(0);
    new ReportedAttempts(bench.catalog, clock).shutOut(1);
    record();
    assertRecorded(30);
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  @Test
  void attemptThatIsShutOutBeforeItSaysWhatItMakesMakesNothing() throws IOException {
    start().write(30);
    Files.createFile(file("J1-2.shut"));
    assertThrows(SupersededException.class, this::start);
    record();
    assertEquals(3, start().row().number());
  }

  @Test
  void firstAttemptThatWasKilledBeforeItSaidAnythingIsNoAttempt() throws IOException {
    take(1);
    record();
    assertEquals(0, bench.job(submission, 0).attempt());
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  @Test
  void tornTailAndWhatIsBehindCountAsNeverWritten() throws IOException {
    start().write(30).tear();
    record();
    assertRecorded(30);
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  @Test
  void samplesOfAnInterruptedAttemptAreKept() throws IOException {
    start().write(30).end(INTERRUPTED);
    record();
    assertRecorded(30);
    assertEquals(JobState.INTERRUPTED, bench.job(submission, 0).state());
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  private void cancelPending() throws IOException {
    bench
        .catalog
        .jobEnds()
        .end(
            submission,
            EnumSet.of(JobState.PENDING),
            JobEnd.of(JobState.CANCELLED, EndReason.CANCELLED, "by slurm-gen cancel"));
  }

  /** It starts when the command that cancels it has recorded what was started before. */
  @Test
  void whatAnAttemptHasMadeThatStartsWhileItsJobIsCancelledIsKept() throws IOException {
    record();
    AppendingAttempt attempt = start();
    cancelPending();
    attempt.write(30);
    record();
    assertRecorded(30);
    assertEquals(JobState.CANCELLED, bench.job(submission, 0).state());
    assertEquals("by slurm-gen cancel", bench.job(submission, 0).error().orElseThrow());
    assertThrows(SupersededException.class, this::start);
    attempt.write(10).end(INTERRUPTED);
    record();
    assertRecorded(40);
  }

  @Test
  void attemptThatHasMadeAllWhileItsJobWasCancelledIsDone() throws IOException {
    AppendingAttempt attempt = start();
    cancelPending();
    attempt.writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  @Test
  void cancelledJobIsRetriedBehindWhatItsAttemptHasMade() throws IOException {
    AppendingAttempt attempt = start();
    cancelPending();
    attempt.write(30);
    record();
    bench
        .catalog
        .submissions()
        .restart(submission, List.of(bench.job(submission, 0)), new Submitter("node", 1));
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
    assertEquals(2, bench.job(submission, 0).attempt());
  }

  /** Where a node sees the catalog as it was before anything was recorded. */
  @Test
  void attemptThatSeesAnOldCatalogMakesNothingTwice() throws IOException {
    Path file = bench.catalog.directory().catalog();
    Path old = directory.resolve("old");
    Files.copy(file, old);
    start().write(20);
    record();
    start().write(20);
    record();
    assertRecorded(40);
    AttemptRow third = onCatalog(old, () -> start().row());
    assertEquals(3, third.number());
    assertEquals(List.of(new IndexRange(40, 60)), third.missing().ranges());
    attempts.get(2).writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  /** Where the first ones were recorded between two looks of the attempt at the catalog. */
  @Test
  void whatAnAttemptMakesThoughItIsRecordedCostsItNothingElse() throws IOException {
    AttemptRow first = start().write(20).row();
    record();
    AppendingAttempt second = AppendingAttempt.of(bench, start().row(), first.missing(), clock);
    attempts.add(second);
    second.write(10).write(10).writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T onCatalog(Path copy, Step<T> step) throws IOException {
    Path file = bench.catalog.directory().catalog();
    Path now = directory.resolve("now");
    bench.close();
    Files.move(file, now);
    Files.copy(copy, file);
    bench = TaskBench.in(directory);
    T result = step.run();
    bench.close();
    Files.move(now, file, StandardCopyOption.REPLACE_EXISTING);
    bench = TaskBench.in(directory);
    return result;
  }

  /** Commands that were killed when they had recorded a part of what an attempt has said. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void recordingGoesOnWhereItWasKilled(int steps) throws IOException {
    AppendingAttempt attempt = start().writeAll();
    attempt.end(JobEnd.done());
    Catalog catalog = bench.catalog;
    if (steps >= 1) {
      catalog.attemptReports().start(AppendingAttempt.startOf(submission, 0), 1, clock.instant());
    }
    if (steps >= 2) {
      new UnrecordedSegments(catalog).adopt(attempt.row());
    }
    if (steps >= 3) {
      catalog.attemptReports().end(attempt.row(), JobEnd.done(), clock.instant());
    }
    if (steps >= 4) {
      Files.delete(file("J1-1.end"));
    }
    if (steps >= 5) {
      Files.delete(file("J1-1.start"));
    }
    record();
    assertAllDone();
  }

  @Test
  void doneIsBelievedForAMinuteWhereSamplesAreNotToBeSeen() throws IOException {
    AppendingAttempt attempt = start().write(60);
    attempt.end(JobEnd.done());
    clock.jump(Duration.ofMinutes(1).minusMillis(1));
    record();
    assertRecorded(60);
    assertEquals(JobState.RUNNING, bench.job(submission, 0).state());
    clock.jump(Duration.ofMillis(1));
    record();
    assertEquals(JobState.FAILED, bench.job(submission, 0).state());
    assertEquals(
        "it ended with all its samples, of which 40 are not to be seen in its segments",
        bench.job(submission, 0).error().orElseThrow());
  }

  @Test
  void doneThatIsSeenWithAllItsSamplesInTimeIsBelieved() throws IOException {
    AppendingAttempt attempt = start().write(60);
    attempt.end(JobEnd.done());
    clock.jump(Duration.ofMinutes(1).minusMillis(1));
    record();
    attempt.writeAll();
    clock.jump(Duration.ofHours(1));
    record();
    assertAllDone();
  }

  @Test
  void samplesOfOtherTypesFailTheJobAndSayWhy() throws IOException {
    SubmissionRow more = bench.submit(100, 1);
    start().writeAll().end(JobEnd.done());
    record();
    OtherTypes.write(bench, more, clock);
    record();
    assertEquals(JobState.FAILED, bench.job(more, 0).state());
    String error = bench.job(more, 0).error().orElseThrow();
    assertTrue(error.contains("String"), error);
    assertRecorded(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void whateverHappensAllSamplesAreThereOnceInTheEnd(long seed) throws IOException {
    Random random = new Random(seed);
    for (int step = 0; step < 40; step++) {
      happen(random);
    }
    start().writeAll().end(JobEnd.done());
    record();
    assertAllDone();
  }

  private void happen(Random random) throws IOException {
    switch (random.nextInt(10)) {
      case 0 -> start();
      case 1 -> record();
      case 2 -> clock.jump(Duration.ofSeconds(random.nextInt(90)));
      case 3 -> any(random).tear();
      case 4 -> {
        AppendingAttempt attempt = any(random);
        attempt.end(attempt.hasAll() ? JobEnd.done() : INTERRUPTED);
      }
      default -> any(random).write(1 + random.nextInt(9));
    }
  }

  private AppendingAttempt any(Random random) throws IOException {
    return attempts.isEmpty() ? start() : attempts.get(random.nextInt(attempts.size()));
  }
}
