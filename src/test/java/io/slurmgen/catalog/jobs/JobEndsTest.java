package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.UserError;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the submitting side records of jobs whose task tells nothing: three jobs of 10 samples. */
class JobEndsTest {

  private static final JobEnd LOST = JobEnd.of(JobState.LOST, EndReason.LOST, "gone");

  @TempDir Path directory;
  private TestCatalog catalog;
  private Submissions submissions;
  private SubmissionRow submission;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    submissions = catalog.catalog.submissions();
    submission = catalog.submit(30, 3);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private SubmissionRow now() throws IOException {
    return submissions.find(submission.id()).orElseThrow();
  }

  private List<JobState> states() throws IOException {
    return now().jobs().stream().map(JobRow::state).toList();
  }

  private AttemptRow startAndRecord(int job, long samples) throws IOException {
    AttemptRow attempt = catalog.start(submission, job);
    catalog.record(new TestSegment(attempt, 0, 10L * job).chunks(samples, 5));
    return attempt;
  }

  @Test
  void jobWithAllItsSamplesIsDoneHoweverItsProcessEnded() throws IOException {
    startAndRecord(0, 10);
    startAndRecord(1, 5);
    catalog.catalog.jobEnds().end(submission, EnumSet.of(JobState.RUNNING), LOST);
    assertEquals(List.of(JobState.DONE, JobState.LOST, JobState.PENDING), states());
    JobRow lost = now().jobs().get(1);
    assertEquals(Optional.of(EndReason.LOST), lost.reason());
    assertEquals(Optional.of("gone"), lost.error());
    assertEquals(5, lost.missing());
    assertEquals(Optional.empty(), now().jobs().get(0).error());
  }

  @Test
  void jobThatHasMovedOnSinceItWasLookedAtIsLeftAlone() throws IOException {
    catalog.start(submission, 0);
    catalog.start(submission, 1);
    List<JobRow> seen = now().jobs();
    catalog.start(submission, 0);
    catalog.recordAll(catalog.start(submission, 2), 5);
    catalog.catalog.jobEnds().end(Map.of(seen.get(0), LOST, seen.get(1), LOST, seen.get(2), LOST));
    assertEquals(List.of(JobState.RUNNING, JobState.LOST, JobState.DONE), states());
  }

  @Test
  void newestAttemptIsThatOfTheJob() throws IOException {
    assertEquals(Optional.empty(), now().jobs().get(0).newest());
    AttemptRow attempt = startAndRecord(0, 5);
    JobRow.Newest newest =
        new JobRow.Newest(
            "node",
            Optional.of("7_1"),
            Optional.of("a.log"),
            TestCatalog.CLOCK.instant(),
            Optional.empty());
    assertEquals(Optional.of(newest), now().jobs().get(0).newest());
    catalog.catalog.attempts().end(attempt, LOST);
    assertEquals(
        Optional.of(TestCatalog.CLOCK.instant()),
        now().jobs().get(0).newest().orElseThrow().ended());
    catalog.start(submission, 0);
    assertEquals(Optional.of(newest), now().jobs().get(0).newest());
    assertEquals(5, now().jobs().get(0).recorded());
  }

  @Test
  void absenceFromSlurmIsRememberedUntilTheJobStarts() throws IOException {
    Instant since = Instant.ofEpochMilli(1234);
    catalog.catalog.jobEnds().setUnseen(Map.of(now().jobs().get(0), Optional.of(since)));
    assertEquals(Optional.of(since), now().jobs().get(0).unseenSince());
    assertEquals(Optional.empty(), now().jobs().get(1).unseenSince());
    catalog.catalog.jobEnds().setUnseen(Map.of(now().jobs().get(0), Optional.empty()));
    assertEquals(Optional.empty(), now().jobs().get(0).unseenSince());
    catalog.catalog.jobEnds().setUnseen(Map.of(now().jobs().get(0), Optional.of(since)));
    catalog.start(submission, 0);
    assertEquals(Optional.empty(), now().jobs().get(0).unseenSince());
  }

  @Test
  void restartedJobsArePendingAndBelongToTheNewProcess() throws IOException {
    catalog.catalog.attempts().end(startAndRecord(0, 5), LOST);
    SubmissionRow restarted =
        submissions.restart(submission, now().jobs().subList(0, 1), new Submitter("other", 77));
    assertEquals(now(), restarted);
    assertEquals("other", restarted.node());
    assertEquals(77, restarted.pid());
    assertEquals(TestCatalog.CLOCK.instant(), restarted.pidSince());
    assertEquals(JobState.PENDING, restarted.jobs().get(0).state());
    assertEquals(Optional.empty(), restarted.jobs().get(0).error());
    assertEquals(List.of(new IndexRange(5, 5)), catalog.start(submission, 0).missing().ranges());
  }

  @Test
  void jobWhoseSamplesAnotherSubmissionMakesIsNotRestarted() throws IOException {
    catalog.catalog.attempts().end(startAndRecord(0, 5), LOST);
    List<JobRow> seen = now().jobs().subList(0, 1);
    assertEquals(
        List.of(new IndexRange(5, 5)), catalog.submit(5, 1).jobs().get(0).ranges().ranges());
    assertRestartRefused(seen, "job 0 of submission 1 is released by now");
    assertEquals(JobState.RELEASED, states().get(0));
    assertThrows(SupersededException.class, () -> catalog.start(submission, 0));
    catalog.catalog.jobEnds().end(Map.of(seen.get(0), LOST));
    assertEquals(JobState.RELEASED, states().get(0));
  }

  private void assertRestartRefused(List<JobRow> seen, String message) throws IOException {
    SubmissionRow before = now();
    UserError refused =
        assertThrows(
            UserError.class,
            () -> submissions.restart(submission, seen, new Submitter("other", 77)));
    assertEquals(
        "%s; see slurm-gen -C %s status 1".formatted(message, catalog.catalog.directory().user()),
        refused.getMessage());
    assertEquals(before, now());
  }

  @Test
  void twoCommandsCannotRestartTheSameJob() throws IOException {
    catalog.catalog.attempts().end(startAndRecord(0, 5), LOST);
    catalog.catalog.attempts().end(startAndRecord(1, 5), LOST);
    List<JobRow> seen = now().jobs();
    submissions.restart(submission, seen.subList(1, 2), new Submitter("first", 1));
    assertRestartRefused(seen.subList(0, 2), "job 1 of submission 1 is pending by now");
    catalog.start(submission, 1);
    assertRestartRefused(seen.subList(1, 2), "job 1 of submission 1 is running by now");
    submissions.restart(submission, seen.subList(0, 1), new Submitter("second", 2));
    assertEquals(List.of(JobState.PENDING, JobState.RUNNING, JobState.PENDING), states());
  }

  @Test
  void startedAttemptIsFoundWithWhatIsMissingNow() throws IOException {
    AttemptRow attempt = startAndRecord(1, 5);
    AttemptRow found = catalog.catalog.attempts().newest(submission.id(), 1).orElseThrow();
    assertEquals(List.of(new IndexRange(15, 5)), found.missing().ranges());
    assertEquals(attempt.segmentPath(0), found.segmentPath(0));
    assertEquals(Optional.empty(), catalog.catalog.attempts().newest(submission.id(), 9));
  }
}
