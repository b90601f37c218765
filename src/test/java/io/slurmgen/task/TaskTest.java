package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.Shape;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTest {
  @TempDir Path directory;
  private TaskBench bench;

  @BeforeEach
  void open() throws IOException {
    bench = TaskBench.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static long[] upTo(long end) {
    return LongStream.range(0, end).toArray();
  }

  @Test
  void chunksHoldCacheEverySamplesAndTheLastTheRest() throws IOException, SQLException {
    SubmissionRow submission = bench.submit(125, 1);
    Task.Outcome outcome = bench.run(submission, 0, TaskBench.recipe(50, TaskBench::sample));
    assertEquals(JobEnd.done(), outcome.end());
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
    assertEquals(
        List.of("0|50", "50|50", "100|25"),
        bench.rows("select first_index, samples from chunk order by 1"));
    assertEquals(TaskBench.samples(upTo(125)), bench.recorded());
    assertEquals(125, bench.made.sum());
  }

  @Test
  void segmentBeginsWhereIndexesLeaveAGap() throws IOException, SQLException {
    Recipe recipe = TaskBench.recipe(10, TaskBench::sample);
    SubmissionRow first = bench.submit(100, 4);
    bench.run(first, 1, recipe);
    bench.run(first, 3, recipe);
    JobEnd failed = JobEnd.of(JobState.FAILED, EndReason.OTHER, "for the test");
    bench.catalog.jobEnds().end(first, EnumSet.of(JobState.PENDING), failed);
    SubmissionRow second = bench.submit(60, 1);
    bench.run(second, 0, recipe);
    assertEquals(
        List.of("J5-1-1.arrows|50|25", "J5-1-2.arrows|100|10", "J5-1.arrows|0|25"),
        bench.rows(
            "select substr(segment, 16), first_index, samples from segments"
                + " where submission = 2 order by 1"));
    assertEquals(TaskBench.samples(upTo(110)), bench.recorded());
  }

  @Test
  void userCodeSeesItsOwnContextClassLoader() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Recipe recipe =
        TaskBench.recipe(
            5,
            index -> {
              assertEquals(TaskBench.USER_CODE, Thread.currentThread().getContextClassLoader());
              return TaskBench.sample(index);
            });
    assertEquals(JobEnd.done(), bench.run(bench.submit(10, 1), 0, recipe).end());
    assertEquals(before, Thread.currentThread().getContextClassLoader());
  }

  /** The features must have two elements. */
  static final class Pairs {
    @Shape(2)
    double[] features;

    double label;
  }

  @Test
  void samplesOfOtherTypesThanTheRecordedOnesFailTheJobAndAreNotRecorded() throws Exception {
    SubmissionRow pending = bench.submit(100, 1);
    bench.run(bench.submit(20, 1), 0, TaskBench.recipe(5, TaskBench::sample));
    Recipe pairs =
        TaskBench.recipe(Pairs.class, 5, index -> new Sample<>(new double[] {1, index}, 1.0));
    JobEnd end = bench.run(pending, 0, pairs).end();
    String error =
        "the features of d 0 are stored as double, and this job makes double[2]: generate with"
            + " other parameters, or give the dataset another name";
    assertEquals(JobEnd.of(JobState.FAILED, EndReason.OTHER, error), end);
    assertEquals(JobState.FAILED, bench.job(pending, 0).state());
    assertEquals(error, bench.job(pending, 0).error().orElseThrow());
    assertEquals(20, bench.counts().raw().samples());
    assertEquals(List.of("2"), bench.rows("select distinct job_id from segment"));
  }

  @Test
  void typesOfSamplesThatAnOlderVersionRecordedAreThoseOfTheirSegment() throws Exception {
    bench.run(bench.submit(20, 1), 0, TaskBench.recipe(5, TaskBench::sample));
    bench.rows("delete from series_types returning 1");
    SubmissionRow pending = bench.submit(10, 1);
    Recipe pairs =
        TaskBench.recipe(Pairs.class, 5, index -> new Sample<>(new double[] {1, index}, 1.0));
    assertEquals(JobState.FAILED, bench.run(pending, 0, pairs).end().state());
    assertEquals(List.of("double|double"), bench.rows("select features, label from series_types"));
  }

  @Test
  void sampleThatDoesNotFitFailsTheJobAndKeepsThoseBefore() throws IOException {
    SubmissionRow submission = bench.submit(100, 1);
    Recipe recipe =
        TaskBench.recipe(
            Pairs.class, 20, index -> new Sample<>(new double[index == 30 ? 3 : 2], 1.0));
    bench.run(submission, 0, recipe);
    JobRow job = bench.job(submission, 0);
    assertEquals(JobState.FAILED, job.state());
    assertEquals(Optional.of(EndReason.GENERATOR), job.reason());
    assertTrue(job.error().orElseThrow().startsWith("sample 30: "), job.error()::get);
    assertTrue(job.error().orElseThrow().contains("features"), job.error()::get);
    assertEquals(30, job.recorded());
    assertEquals(30, bench.counts().raw().samples());
  }

  @Test
  void whatWasMadeBeforeTheGeneratorEndedEarlyStays() throws IOException {
    SubmissionRow submission = bench.submit(100, 1);
    Recipe recipe =
        TaskBench.recipe(
            20,
            index -> {
              if (index == 47) {
                throw new OutOfSamplesException("the generator ended");
              }
              return TaskBench.sample(index);
            });
    bench.run(submission, 0, recipe);
    JobRow job = bench.job(submission, 0);
    assertEquals(Optional.of(EndReason.GENERATOR), job.reason());
    assertEquals(Optional.of("sample 47: the generator ended"), job.error());
    assertEquals(TaskBench.samples(upTo(47)), bench.recorded());
  }

  @Test
  void faultOutsideUserCodeKeepsWholeChunks() throws IOException {
    SubmissionRow submission = bench.submit(100, 1);
    Recipe recipe =
        TaskBench.recipe(
            20,
            index -> {
              if (index == 47) {
                throw new IOException("a source segment cannot be read");
              }
              return TaskBench.sample(index);
            });
    Task.Outcome outcome = bench.run(submission, 0, recipe);
    assertEquals("a source segment cannot be read", outcome.cause().orElseThrow().getMessage());
    assertEquals(JobState.FAILED, bench.job(submission, 0).state());
    assertEquals(Optional.of(EndReason.OTHER), bench.job(submission, 0).reason());
    assertEquals(TaskBench.samples(upTo(40)), bench.recorded());
  }

  @Test
  void attemptThatIsOvertakenRecordsNothing() throws Exception {
    SubmissionRow submission = bench.submit(100, 1);
    AttemptRow old = bench.start(submission, 0);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    Recipe waits =
        TaskBench.recipe(
            1_000,
            index -> {
              if (index == 60) {
                inside.countDown();
                await(overtaken);
              }
              return new Sample<>(0.0, 0.0);
            });
    Recorder recorder = Recorder.start(bench.catalog, line -> {});
    CompletableFuture<Throwable> end =
        CompletableFuture.supplyAsync(
            () -> assertThrows(SupersededException.class, bench.task(recorder, waits, old)::run));
    await(inside);
    AttemptRow younger = bench.start(submission, 0);
    overtaken.countDown();
    end.get();
    assertEquals(0, bench.counts().raw().samples());
    assertEquals(JobState.RUNNING, bench.job(submission, 0).state());
    bench.task(recorder, TaskBench.recipe(50, TaskBench::sample), younger).run();
    recorder.close(TaskBench.PATIENCE);
    assertEquals(TaskBench.samples(upTo(100)), bench.recorded());
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
  }

  @Test
  void stopInsideASampleKeepsThoseBeforeAndDropsThatOne() throws Exception {
    SubmissionRow submission = bench.submit(100, 1);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Recipe waits =
        TaskBench.recipe(
            50,
            index -> {
              if (index == 70) {
                inside.countDown();
                await(over);
              }
              return TaskBench.sample(index);
            });
    Recorder recorder = Recorder.start(bench.catalog, line -> {});
    Task task = bench.task(recorder, waits, bench.start(submission, 0));
    CompletableFuture<Task.Outcome> end = CompletableFuture.supplyAsync(() -> run(task));
    await(inside);
    task.stop(Task.INTERRUPTED);
    assertTrue(recorder.close(TaskBench.PATIENCE));
    task.recordStop(TaskBench.PATIENCE);
    assertEquals(JobState.INTERRUPTED, bench.job(submission, 0).state());
    assertEquals(TaskBench.samples(upTo(70)), bench.recorded());
    over.countDown();
    assertEquals(Task.INTERRUPTED, end.get().end());
    assertEquals(TaskBench.samples(upTo(70)), bench.recorded());
    assertEquals(70, bench.made.sum());
  }

  @Test
  void nextAttemptMakesOnlyWhatIsMissing() throws IOException, SQLException {
    SubmissionRow submission = bench.submit(100, 1);
    bench.run(
        submission,
        0,
        TaskBench.recipe(
            20,
            index -> {
              if (index == 30) {
                throw new OutOfSamplesException("enough");
              }
              return TaskBench.sample(index);
            }));
    bench.run(submission, 0, TaskBench.recipe(20, TaskBench::sample));
    assertEquals(TaskBench.samples(upTo(100)), bench.recorded());
    assertEquals(
        List.of("1|0|30", "2|30|70"),
        bench.rows("select attempt, first_index, samples from segment order by 1"));
  }

  @Test
  void manyGapsDoNotNeedManyOpenFiles() throws IOException {
    SubmissionRow submission = bench.submit(600, 1);
    bench.recordEverySecond(bench.start(submission, 0));
    long before = openFiles();
    long[] most = new long[1];
    Recipe counting =
        TaskBench.recipe(
            10,
            index -> {
              most[0] = Math.max(most[0], openFiles());
              return TaskBench.sample(index);
            });
    bench.run(submission, 0, counting);
    assertEquals(600, bench.counts().raw().samples());
    assertTrue(most[0] < before + 150, () -> before + " open files, then " + most[0]);
  }

  @Test
  void manyGapsDoNotNeedManyOpenFilesWhileTheCatalogIsLocked() throws Exception {
    SubmissionRow submission = bench.submit(600, 1);
    bench.recordEverySecond(bench.start(submission, 0));
    long before = openFiles();
    long[] most = new long[1];
    try (Connection other = bench.shell();
        Statement lock = other.createStatement()) {
      Recipe counting =
          TaskBench.recipe(
              10,
              index -> {
                if (most[0] == 0) {
                  execute(lock, "begin immediate");
                }
                most[0] = Math.max(most[0], openFiles());
                if (index == 599) {
                  execute(lock, "rollback");
                }
                return TaskBench.sample(index);
              });
      bench.run(submission, 0, counting);
    }
    assertEquals(600, bench.counts().raw().samples());
    assertTrue(most[0] < before + 150, () -> before + " open files, then " + most[0]);
  }

  private static void execute(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static long openFiles() {
    String[] open = Path.of("/proc/self/fd").toFile().list();
    return open == null ? 0 : open.length;
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

  @Test
  void segmentThatIsThereAlreadyIsNotWrittenOverAndSaysWhy() throws IOException {
    SubmissionRow submission = bench.submit(10, 1);
    Path segment = directory.resolve(".slurm_cache/d/44136fa355b3/J1-1.arrows");
    Files.createDirectories(segment.getParent());
    Files.writeString(segment, "samples");
    Task.Outcome outcome = bench.run(submission, 0, TaskBench.recipe(5, TaskBench::sample));
    assertEquals(JobState.FAILED, outcome.end().state());
    assertEquals(
        segment
            + ": there is such a segment already, of which the catalog does not know, as where it"
            + " was put back from an old backup; to make a new catalog: slurm-gen -C "
            + directory
            + " repair --rebuild-catalog",
        outcome.end().error().orElseThrow());
    assertEquals("samples", Files.readString(segment));
  }
}
