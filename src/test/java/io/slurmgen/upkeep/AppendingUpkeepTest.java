package io.slurmgen.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.JumpingClock;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.Rebuild;
import io.slurmgen.task.AppendingAttempt;
import io.slurmgen.task.Recorder;
import io.slurmgen.task.TaskBench;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upkeep of a directory in which tasks only append, and the way into that state and out of it. */
class AppendingUpkeepTest {
  private static final JobEnd FAILED =
      JobEnd.of(JobState.FAILED, EndReason.GENERATOR, "sample 30: no");

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

  private ReportedAttempts reported() {
    return new ReportedAttempts(bench.catalog, clock);
  }

  private Path folder() {
    return bench.catalog.directory().attempts();
  }

  private List<Diagnosis> verify() throws IOException {
    return Verification.run(bench.catalog, bytes -> {}).diagnoses();
  }

  private List<String> collect() throws IOException {
    List<String> said = new ArrayList<>();
    new GarbageCollection(bench.catalog, Clock.systemUTC())
        .run(false, leftover -> said.add(leftover.path().toString()), said::add);
    return said;
  }

  private void assertRecorded(long samples) throws IOException {
    assertEquals(TaskBench.samples(LongStream.range(0, samples).toArray()), bench.recorded());
  }

  private void assertGoesOn(AppendingAttempt attempt) throws IOException {
    attempt.writeAll().end(JobEnd.done());
    reported().record();
    assertRecorded(100);
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
    assertEquals(List.of(), verify());
  }

  @Test
  void segmentsInTheMakingAreNoFault() throws IOException {
    AppendingAttempt first = start().write(30);
    assertEquals(List.of(), verify());
    reported().record();
    first.write(10);
    assertEquals(List.of(), verify());
    AppendingAttempt second = start().write(30);
    assertEquals(List.of(), verify());
    assertGoesOn(second);
  }

  @Test
  void whatANewAttemptLeavesToTheFailedOneIsNotForRepair() throws IOException {
    AppendingAttempt first = start().write(20);
    first.end(FAILED);
    reported().record();
    first.write(20);
    assertEquals(List.of(), verify());
    assertGoesOn(start());
  }

  @Test
  void garbageCollectionLeavesSegmentsInTheMaking() throws IOException {
    AppendingAttempt first = start().write(30);
    assertEquals(List.of(), collect());
    first.end(FAILED);
    reported().record();
    first.write(20);
    AppendingAttempt second = start().write(30);
    assertEquals(List.of(), collect());
    assertGoesOn(second);
  }

  @Test
  void partsOfFilesOfKilledTasksAreRemovedAfterAnHour() throws IOException {
    AppendingAttempt attempt = start();
    Path part = folder().resolve(".J1-1.end.0d8ca1b5-1111-2222-3333-444455556666.part");
    Files.createFile(part);
    assertEquals(List.of(), collect());
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    assertEquals(List.of(part.toString()), collect());
    assertGoesOn(attempt);
  }

  @Test
  void rebuildKeepsWhatIsWrittenAndWhatIsWrittenStill() throws IOException {
    AppendingAttempt attempt = start().write(30);
    reported().record();
    attempt.write(30);
    bench.close();
    Rebuild.run(bench.catalog.directory(), clock, true);
    bench = TaskBench.in(directory);
    assertRecorded(60);
    attempt.write(20);
    reported().record();
    Repair repair = new Repair(bench.catalog, Clock.systemUTC(), false);
    for (Diagnosis diagnosis : verify()) {
      assertTrue(repair.mend(diagnosis).isPresent(), diagnosis::line);
    }
    assertRecorded(80);
    assertEquals(List.of(), verify());
  }

  @Test
  void runningAttemptsKeepTasksAppendingUntilTheirJobIsOver() throws IOException {
    reported().use(true);
    AppendingAttempt attempt = start().write(30);
    reported().use(false);
    assertTrue(reported().areUsed());
    assertRecorded(30);
    attempt.write(30);
    reported().use(false);
    assertTrue(reported().areUsed());
    assertRecorded(60);
    attempt.writeAll().end(JobEnd.done());
    reported().use(false);
    assertFalse(reported().areUsed());
    assertRecorded(100);
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
  }

  @Test
  void failedJobsAreRunAgainByTasksThatRecord() throws IOException {
    reported().use(true);
    start().write(30).end(FAILED);
    reported().record();
    Files.createFile(folder().resolve("J1-2"));
    reported().use(false);
    assertFalse(reported().areUsed());
    assertRecorded(30);
    bench.run(submission, 0, TaskBench.recipe(20, TaskBench::sample));
    assertRecorded(100);
    assertEquals(List.of(), verify());
  }

  @Test
  void taskThatHasJustSeenThatItOnlyAppendsStillCan() throws IOException {
    reported().use(true);
    reported().use(false);
    assertFalse(Files.exists(folder()));
    AppendingAttempt attempt = start().write(30);
    assertTrue(reported().areUsed());
    assertGoesOn(attempt);
    reported().use(false);
    assertFalse(reported().areUsed());
  }

  @Test
  void attemptsThatRecordGoOnWhereNewOnesOnlyAppend() throws IOException {
    SubmissionRow other = bench.submitOther(40);
    Recorder recorder = Recorder.start(bench.catalog, line -> {});
    var recording = bench.start(submission, 0);
    reported().use(true);
    try {
      bench.task(recorder, TaskBench.recipe(10, TaskBench::sample), recording).run();
    } finally {
      recorder.close(TaskBench.PATIENCE);
    }
    assertRecorded(100);
    assertEquals(JobState.DONE, bench.job(submission, 0).state());
    AppendingAttempt appending = AppendingAttempt.start(bench, other, 0, clock);
    attempts.add(appending);
    appending.writeAll().end(JobEnd.done());
    reported().record();
    assertEquals(JobState.DONE, bench.job(other, 0).state());
    assertEquals(List.of(), verify());
  }

  @Test
  void killedAttemptThatRecordedIsRunAgainByOneThatAppends() throws IOException {
    bench.writeUnrecorded(submission, 60);
    reported().use(true);
    AppendingAttempt second = start();
    assertEquals(2, second.row().number());
    assertGoesOn(second);
  }
}
