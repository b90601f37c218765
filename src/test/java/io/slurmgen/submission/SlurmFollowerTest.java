package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.AttemptStart;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.JobArrayRow;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.NewSubmission;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.catalog.Submitter;
import io.slurmgen.slurm.FakeSlurm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following a Slurm that says what a real one says only now and then. */
class SlurmFollowerTest {
  private static final Instant START = Instant.parse("2024-05-06T07:08:09Z");
  private static final Submitter ELSEWHERE = new Submitter("elsewhere", 1);

  @TempDir Path temporary;
  private FakeSlurm fake;
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    fake = FakeSlurm.in(temporary.resolve("bin"));
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
    JobArrayRow.Request request =
        new JobArrayRow.Request(name, List.of(jobs), "0", 0, 10, "", 0, "");
    return catalog.jobArrays().intend(submission(), ELSEWHERE, List.of(request)).get(0);
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
    new SlurmFollower(catalog, fake.slurm(), at(START.plus(time)), SlurmFollower.GRACE)
        .follow(List.of(submission()));
  }

  @Test
  void oldCallThatSqueueDoesNotKnowIsGivenUp() throws IOException {
    submit(2);
    JobArrayRow array = intend("sg-1", 0, 1);
    followAfter(Duration.ofDays(9));
    assertEquals(JobArrayRow.State.REJECTED, array(array.id()).state());
    assertEquals(JobState.FAILED, job(1).state());
    assertEquals(Optional.of(EndReason.NOT_SUBMITTED), job(1).reason());
  }

  @Test
  void callOfAnotherHostIsLeftToItForAWhile() throws IOException {
    submit(1);
    JobArrayRow array = intend("sg-1", 0);
    followAfter(Duration.ofMinutes(20));
    assertEquals(JobArrayRow.State.INTENDED, array(array.id()).state());
  }

  @Test
  void attemptProvesThatItsArrayWasSubmitted() throws IOException {
    submit(2);
    JobArrayRow array = intend("sg-1", 0, 1);
    startAttempt(0, "77_0");
    followAfter(Duration.ofHours(1));
    assertEquals(OptionalLong.of(77), array(array.id()).slurmJobId());
    assertEquals(JobState.PENDING, job(1).state());
    followAfter(Duration.ofHours(2));
    assertEquals(JobState.LOST, job(0).state());
    assertEquals(JobState.LOST, job(1).state());
  }

  @Test
  void stateThatIsNotKnownHoldsUpItsOwnTaskOnly() throws IOException {
    submit(2);
    catalog.jobArrays().submitted(intend("sg-1", 0, 1), 77);
    startAttempt(0, "77_0");
    startAttempt(1, "77_1");
    fake.states("77_0|DREAMING|INVALID|n1|None", "77_1|TIMEOUT|INVALID|n1|TimeLimit");
    followAfter(Duration.ofMinutes(1));
    assertEquals(JobState.RUNNING, job(0).state());
    assertEquals(JobState.FAILED, job(1).state());
    assertEquals(Optional.of(EndReason.TIMEOUT), job(1).reason());
  }

  @Test
  void killedTaskHasItsSignalForAReason() throws IOException {
    submit(1);
    catalog.jobArrays().submitted(intend("sg-1", 0), 77);
    startAttempt(0, "77_0");
    fake.states("77_0|FAILED|0:05|n1|NonZeroExitCode");
    fake.details(
        "JobId=77 ArrayJobId=77 ArrayTaskId=0 JobState=FAILED Reason=NonZeroExitCode ExitCode=0:9"
            + " RunTime=00:00:05 NodeList=n1");
    followAfter(Duration.ofMinutes(1));
    assertEquals(Optional.of(EndReason.SIGNAL), job(0).reason());
    assertEquals(Optional.of("FAILED after 5.00 s on n1 (exit code 0:9, SIGKILL)"), job(0).error());
  }

  @Test
  void attemptOfAnEarlierArrayProvesNothing() throws IOException {
    submit(1);
    catalog.jobArrays().submitted(intend("sg-1", 0), 77);
    startAttempt(0, "77_0");
    JobArrayRow second = intend("sg-2", 0);
    followAfter(Duration.ofHours(1));
    assertEquals(JobArrayRow.State.REJECTED, array(second.id()).state());
    assertEquals(JobState.FAILED, job(0).state());
  }
}
