package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.unrecorded.AppendingRecords;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose tasks only append, and that Slurm has ended. */
class DeadJobsTest {
  private static final JobEnd KILLED = JobEnd.of(JobState.FAILED, EndReason.SIGNAL, "killed");
  private static final JobEnd OWN = JobEnd.of(JobState.FAILED, EndReason.GENERATOR, "sample 3");

  @TempDir Path temporary;
  private Catalog catalog;
  private AppendingRecords records;

  @BeforeEach
  void submit() throws IOException {
    catalog = Catalog.create(new CacheDirectory(temporary), Clock.systemUTC());
    records = new AppendingRecords(catalog, Clock.systemUTC());
    catalog
        .submissions()
        .create(
            new NewSubmission(
                "noisy",
                "f".repeat(64),
                "{}",
                OptionalLong.empty(),
                7,
                new NewSubmission.Amount(10, false),
                1,
                ExecutorKind.SLURM,
                "code",
                new Submitter("elsewhere", 1)));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private AttemptRow start() throws IOException {
    return records.start(
        new AttemptStart(1, 0, "n1", Optional.empty(), Optional.empty(), "code"),
        Duration.ofSeconds(1));
  }

  private JobRow job() throws IOException {
    return catalog.submissions().find(1).orElseThrow().jobs().get(0);
  }

  /** As one status does it: what is said is recorded first. */
  private void hear(JobEnd end) throws IOException {
    new ReportedAttempts(catalog, Clock.systemUTC()).record();
    SubmissionRow submission = catalog.submissions().find(1).orElseThrow();
    DeadJobs dead = new DeadJobs(catalog);
    dead.add(submission, submission.jobs().get(0), end);
    dead.end();
  }

  @Test
  void taskThatWasKilledWhenItHadANumberEndsItsJob() throws IOException {
    Path folder = Files.createDirectory(catalog.directory().attempts());
    Files.createFile(folder.resolve("J1-1"));
    hear(KILLED);
    assertEquals(JobState.FAILED, job().state());
    assertEquals(2, start().number());
  }

  @Test
  void taskThatWasKilledWhenItHadStartedEndsItsJob() throws IOException {
    start();
    hear(KILLED);
    assertEquals(JobState.FAILED, job().state());
    assertEquals(1, job().attempt());
  }

  @Test
  void wordOfAnAttemptCountsThoughTheNextOneWasKilledBeforeItSaidAnything() throws IOException {
    records.end(start(), OWN, Duration.ofSeconds(1));
    Files.createFile(catalog.directory().attempts().resolve("J1-2"));
    hear(KILLED);
    assertEquals(Optional.of("sample 3"), job().error());
  }

  @Test
  void requeuedTaskThatIsAboutToSayWhatItMakesIsNotShutOut() throws IOException {
    start();
    Path folder = catalog.directory().attempts();
    Files.createFile(folder.resolve("J1-2"));
    hear(new JobEnd(JobState.PENDING, Optional.empty(), Optional.empty()));
    assertFalse(Files.exists(folder.resolve("J1-2.shut")));
  }
}
