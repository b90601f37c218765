package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SlurmTestCluster;
import io.slurmgen.slurm.TaskStates;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskExitCode;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is concluded of jobs that the cluster does not know, and of states it tells now and then.
 */
@RequiresSlurm
class SlurmFollowerTest {
  /** Of no job: the largest number of one is 67,108,863 (MaxJobId in slurm.conf). */
  private static final long UNKNOWN_JOB = 67_000_000;

  private static final TaskId FIRST = new TaskId(new JobId(UNKNOWN_JOB), 0);
  private static final TaskId SECOND = new TaskId(new JobId(UNKNOWN_JOB), 1);
  private static final Instant START = Instant.parse("2024-05-06T07:08:09Z");
  private static final Submitter ELSEWHERE = new Submitter("elsewhere", 1);

  @TempDir Path temporary;
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = Catalog.create(new CacheDirectory(temporary), at(START));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private void submit(int jobs) throws IOException {
    catalog
        .submissions()
        .create(
            new NewSubmission(
                "noisy",
                "f".repeat(64),
                "{}",
                OptionalLong.empty(),
                7,
                new NewSubmission.Amount(jobs * 10L, false),
                jobs,
                ExecutorKind.SLURM,
                "code",
                ELSEWHERE));
  }

  private JobArrayRow intend(String name, Integer... jobs) throws IOException {
    return intendOn(SlurmTestCluster.get().slurm().cluster(), name, jobs);
  }

  private JobArrayRow intendOn(String cluster, String name, Integer... jobs) throws IOException {
    JobArrayRow.Request request =
        new JobArrayRow.Request(name, List.of(jobs), "0", 0, 10, "", 0, "");
    return catalog.jobArrays().intend(submission(), ELSEWHERE, cluster, List.of(request)).get(0);
  }

  private static TaskStatus status(
      SlurmState state, Duration elapsed, Optional<TaskExitCode> exitCode) {
    return new TaskStatus(state, "", exitCode, "n1", elapsed);
  }

  /** No job of the cluster has this name. */
  private String name(String array) {
    return temporary.getFileName() + "-" + array;
  }

  private void startAttempt(int job, String slurmJob) throws IOException {
    catalog
        .attempts()
        .start(new AttemptStart(1, job, "n1", Optional.of(slurmJob), Optional.empty(), "code"));
  }

  private SubmissionRow submission() throws IOException {
    return catalog.submissions().find(1).orElseThrow();
  }

  private JobRow job(int number) throws IOException {
    return submission().jobs().get(number);
  }

  private JobArrayRow array(long id) throws IOException {
    return catalog.jobArrays().find(Set.of(id)).get(0);
  }

  private void followAfter(Duration time) throws IOException {
    follower(time).follow(List.of(submission()));
  }

  private SlurmFollower follower(Duration time) throws IOException {
    return new SlurmFollower(
        catalog, SlurmTestCluster.get().slurm(), at(START.plus(time)), SlurmFollower.GRACE);
  }

  private void hear(Map<TaskId, TaskStatus> states) throws IOException {
    follower(Duration.ofMinutes(1)).update(List.of(submission()), new TaskStates(states, Set.of()));
  }

  @Test
  void oldCallThatSqueueDoesNotKnowIsGivenUp() throws IOException {
    submit(2);
    JobArrayRow array = intend(name("1"), 0, 1);
    followAfter(Duration.ofDays(9));
    assertEquals(JobArrayRow.State.REJECTED, array(array.id()).state());
    assertEquals(JobState.FAILED, job(1).state());
    assertEquals(Optional.of(EndReason.NOT_SUBMITTED), job(1).reason());
  }

  @Test
  void callOfAnotherHostIsLeftToItForAWhile() throws IOException {
    submit(1);
    JobArrayRow array = intend(name("1"), 0);
    followAfter(Duration.ofMinutes(20));
    assertEquals(JobArrayRow.State.INTENDED, array(array.id()).state());
  }

  @Test
  void attemptProvesThatItsArrayWasSubmitted() throws IOException {
    submit(2);
    JobArrayRow array = intend(name("1"), 0, 1);
    startAttempt(0, UNKNOWN_JOB + "_0");
    followAfter(Duration.ofHours(1));
    assertEquals(OptionalLong.of(UNKNOWN_JOB), array(array.id()).slurmJobId());
    assertEquals(JobState.PENDING, job(1).state());
    followAfter(Duration.ofHours(2));
    assertEquals(JobState.LOST, job(0).state());
    assertEquals(JobState.LOST, job(1).state());
  }

  @Test
  void stateThatIsNotKnownHoldsUpItsOwnTaskOnly() throws IOException {
    submit(2);
    catalog.jobArrays().submitted(intend(name("1"), 0, 1), UNKNOWN_JOB);
    startAttempt(0, UNKNOWN_JOB + "_0");
    startAttempt(1, UNKNOWN_JOB + "_1");
    hear(
        Map.of(
            FIRST, status(SlurmState.UNKNOWN, Duration.ZERO, Optional.empty()),
            SECOND, status(SlurmState.TIMEOUT, Duration.ZERO, Optional.empty())));
    assertEquals(JobState.RUNNING, job(0).state());
    assertEquals(JobState.FAILED, job(1).state());
    assertEquals(Optional.of(EndReason.TIMEOUT), job(1).reason());
  }

  @Test
  void killedTaskHasItsSignalForAReason() throws IOException {
    submit(1);
    catalog.jobArrays().submitted(intend(name("1"), 0), UNKNOWN_JOB);
    startAttempt(0, UNKNOWN_JOB + "_0");
    hear(
        Map.of(
            FIRST,
            status(SlurmState.FAILED, Duration.ofSeconds(5), Optional.of(new TaskExitCode(0, 9)))));
    assertEquals(Optional.of(EndReason.SIGNAL), job(0).reason());
    assertEquals(Optional.of("FAILED after 5.00 s on n1 (exit code 0:9, SIGKILL)"), job(0).error());
  }

  @Test
  void attemptOfAnEarlierArrayProvesNothing() throws IOException {
    submit(1);
    catalog.jobArrays().submitted(intend(name("1"), 0), UNKNOWN_JOB);
    startAttempt(0, UNKNOWN_JOB + "_0");
    JobArrayRow second = intend(name("2"), 0);
    followAfter(Duration.ofHours(1));
    assertEquals(JobArrayRow.State.REJECTED, array(second.id()).state());
    assertEquals(JobState.FAILED, job(0).state());
  }

  @Test
  void jobsOfAnotherClusterAreLeftAlone() throws IOException {
    submit(2);
    JobArrayRow there = intendOn("elsewhere", name("there"), 0);
    JobArrayRow unknown = intendOn("elsewhere", name("unknown"), 1);
    assertTrue(catalog.jobArrays().submitted(there, 1));
    followAfter(Duration.ZERO);
    followAfter(Duration.ofDays(9));
    assertEquals(JobState.PENDING, job(0).state());
    assertEquals(JobArrayRow.State.INTENDED, array(unknown.id()).state());
    assertEquals(Set.of("elsewhere"), SlurmFollower.otherClusters(catalog, submission(), "here"));
    assertEquals(Set.of(), SlurmFollower.otherClusters(catalog, submission(), "elsewhere"));
  }

  @Test
  void waitingTaskThatItsArrayHasNoMoreIsOver() throws IOException {
    submit(3);
    assertTrue(catalog.jobArrays().submitted(intend(name("array"), 0, 1, 2), 7));
    startAttempt(2, "7_2");
    TaskStatus waits = status(SlurmState.PENDING, Duration.ZERO, Optional.empty());
    hear(Map.of(new TaskId(new JobId(7), 0), waits));
    assertEquals(JobState.PENDING, job(0).state());
    boolean accounting = SlurmTestCluster.get().hasAccounting();
    assertEquals(accounting ? JobState.CANCELLED : JobState.LOST, job(1).state());
    assertEquals(JobState.RUNNING, job(2).state());
  }

  /** An array of three tasks that waits, and jobs of ours that are its tasks. */
  private String waitingArray() throws Exception {
    submit(3);
    JobArrayRow array = intend(name("array"), 0, 1, 2);
    String sbatch = "sbatch --parsable --hold --array=0-2 --output=/dev/null --wrap=true";
    String id =
        SlurmTestCluster.get()
            .run(
                Stream.concat(
                        Stream.of(sbatch.split(" ")), Stream.of("--job-name=" + name("array")))
                    .toArray(String[]::new))
            .strip();
    assertTrue(catalog.jobArrays().submitted(array, Long.parseLong(id)));
    followAfter(Duration.ZERO);
    assertEquals(JobState.PENDING, job(2).state());
    return id;
  }

  private void assertAllCancelledNow() throws IOException {
    followAfter(Duration.ZERO);
    for (JobRow job : submission().jobs()) {
      assertEquals(JobState.CANCELLED, job.state(), job::toString);
    }
  }

  @Test
  void waitingArrayThatIsCancelledIsSeenAtOnce() throws Exception {
    SlurmTestCluster.get().run("scancel", waitingArray());
    assertAllCancelledNow();
  }

  @Test
  void waitingArrayAllOfWhoseTasksAreCancelledIsSeenAtOnce() throws Exception {
    SlurmTestCluster.get().run("scancel", waitingArray() + "_[0-2]");
    assertAllCancelledNow();
  }

  @Test
  void waitingTasksAreSeenWhereTheirArrayIsCancelledOneByOne() throws Exception {
    String id = waitingArray();
    for (String task : List.of("_1", "_2", "_0")) {
      SlurmTestCluster.get().run("scancel", id + task);
    }
    assertAllCancelledNow();
  }

  @Test
  void taskThatHasRunIsNotTakenForOneThatIsCancelledWithTheRestOfItsArray() throws Exception {
    String id = waitingArray();
    SlurmTestCluster.get().run("scancel", id + "_[0-2]");
    startAttempt(0, id + "_0");
    followAfter(Duration.ZERO);
    assertEquals(JobState.RUNNING, job(0).state());
    assertEquals(JobState.CANCELLED, job(1).state());
    followAfter(SlurmFollower.GRACE.plusSeconds(1));
    assertEquals(JobState.LOST, job(0).state());
  }
}
