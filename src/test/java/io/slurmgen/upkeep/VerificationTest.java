package io.slurmgen.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.check.Finding;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.task.Task;
import io.slurmgen.task.TaskBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification beside jobs that run, and of what they leave when they are killed. */
class VerificationTest {
  @TempDir Path directory;
  private TaskBench bench;
  private SubmissionRow submission;

  @BeforeEach
  void submit() throws IOException {
    bench = TaskBench.in(directory);
    submission = bench.submit(200, 2);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private Verified verify() throws IOException {
    return Verification.run(bench.catalog, bytes -> {});
  }

  private void lose(AttemptRow attempt) throws IOException {
    bench
        .catalog
        .attempts()
        .end(attempt, JobEnd.of(JobState.LOST, EndReason.LOST, "killed"), TaskBench.PATIENCE);
  }

  private void mend(Verified verified) throws IOException {
    Repair repair = new Repair(bench.catalog, Clock.systemUTC(), false);
    for (Diagnosis diagnosis : verified.diagnoses()) {
      assertTrue(repair.mend(diagnosis).isPresent(), diagnosis::line);
    }
  }

  @Test
  void chunksOfARunningJobAreItsOwnMatter() throws Exception {
    bench.writeUnrecorded(submission, 100);
    assertEquals(List.of(), verify().diagnoses());
    assertEquals(new LeftoverCount(0, 0, 0), verify().leftovers());
  }

  @Test
  void chunksOfALostJobAreRecordedWithoutANote() throws Exception {
    lose(bench.writeUnrecorded(submission, 100));
    assertEquals(List.of(Finding.Kind.UNRECORDED_CHUNKS), kinds(verify()));
    mend(verify());
    assertEquals(TaskBench.samples(LongStream.range(0, 100).toArray()), bench.recorded());
    assertEquals(List.of(), verify().diagnoses());
  }

  @Test
  void chunksOfASupersededAttemptAreLeftWhileTheJobRuns() throws Exception {
    bench.writeUnrecorded(submission, 100);
    bench.start(submission, 0);
    assertEquals(List.of(), verify().diagnoses());
    assertEquals(1, verify().leftovers().files());
  }

  @Test
  void laterAttemptCountsWhereTwoHaveTheSameSamples() throws Exception {
    bench.writeUnrecorded(submission, 100);
    AttemptRow later = bench.writeUnrecorded(submission, 60);
    lose(later);
    Verified found = verify();
    assertEquals(
        List.of(later.segmentPath(0)),
        found.diagnoses().stream().map(diagnosis -> diagnosis.finding().where()).toList());
    mend(found);
    assertEquals(TaskBench.samples(LongStream.range(0, 60).toArray()), bench.recorded());
    assertEquals(List.of(), verify().diagnoses());
  }

  @Test
  void supersededAttemptIsRecordedWhereNoOtherHasItsSamples() throws Exception {
    bench.writeUnrecorded(submission, 100);
    lose(bench.start(submission, 0));
    mend(verify());
    assertEquals(TaskBench.samples(LongStream.range(0, 100).toArray()), bench.recorded());
    assertEquals(List.of(), verify().diagnoses());
  }

  private static List<Finding.Kind> kinds(Verified verified) {
    return verified.diagnoses().stream().map(diagnosis -> diagnosis.finding().kind()).toList();
  }

  @Test
  void nothingIsFoundWhileATaskRecords() throws Exception {
    SubmissionRow large = bench.submitOther(20_000);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Task.Outcome> task =
          pool.submit(() -> bench.run(large, 0, TaskBench.recipe(20, TaskBench::sample)));
      while (!task.isDone()) {
        assertEquals(List.of(), verify().diagnoses());
      }
      task.get();
    } finally {
      pool.shutdownNow();
    }
    assertEquals(List.of(), verify().diagnoses());
    assertEquals(20_000, verify().samples());
    assertEquals(1000, verify().chunks());
  }
}
