package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.sqlite.CatalogConflictException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submission of four jobs of 10 samples each. */
class JobArraysTest {

  private static final Submitter SUBMITTER = new Submitter("login2", 4321);

  @TempDir Path directory;
  private TestCatalog catalog;
  private JobArrays arrays;
  private SubmissionRow submission;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    arrays = catalog.catalog.jobArrays();
    submission = catalog.submit(40, 4);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static JobArrayRow.Request request(String name, int firstJob, Integer... jobs) {
    return new JobArrayRow.Request(name, List.of(jobs), "0-1", firstJob, 30, "1GB", 5, "--qos=x");
  }

  private JobArrayRow intend(JobArrayRow.Request request) throws IOException {
    return arrays.intend(now(), SUBMITTER, "alpha", List.of(request)).get(0);
  }

  private SubmissionRow now() throws IOException {
    return catalog.catalog.submissions().find(submission.id()).orElseThrow();
  }

  private JobRow job(int number) throws IOException {
    return now().jobs().get(number);
  }

  private void fail(int job) throws IOException {
    catalog
        .catalog
        .attempts()
        .end(
            catalog.start(submission, job), JobEnd.of(JobState.FAILED, EndReason.OTHER, "no luck"));
  }

  @Test
  void intendedCallIsKeptWithItsRequest() throws IOException {
    JobArrayRow.Request one = request("one", 0, 0, 1);
    JobArrayRow.Request two = request("two", 2, 2, 3);
    List<JobArrayRow> made = arrays.intend(submission, SUBMITTER, "alpha", List.of(one, two));
    assertEquals(
        new JobArrayRow(
            1,
            submission.id(),
            one,
            JobArrayRow.State.INTENDED,
            OptionalLong.empty(),
            Optional.of("alpha"),
            TestCatalog.CLOCK.instant()),
        made.get(0));
    assertEquals(two, made.get(1).request());
    assertEquals(made, arrays.intended());
    assertEquals(made, arrays.of(submission));
    assertEquals(made.subList(1, 2), arrays.find(Set.of(2L)));
    assertEquals(List.of(), arrays.find(Set.of()));
    assertEquals(OptionalLong.of(2), job(3).jobArrayId());
    assertEquals(1, made.get(1).indexOf(job(3)));
  }

  @Test
  void submittedCallIsNoLongerIntended() throws IOException {
    JobArrayRow made = intend(request("one", 0, 0, 1));
    arrays.submitted(made, 1234);
    assertEquals(List.of(), arrays.intended());
    JobArrayRow found = arrays.of(submission).get(0);
    assertEquals(JobArrayRow.State.SUBMITTED, found.state());
    assertEquals(OptionalLong.of(1234), found.slurmJobId());
  }

  @Test
  void rejectedCallFailsTheJobsThatWaitForIt() throws IOException {
    JobArrayRow made = intend(request("one", 0, 0, 1));
    catalog.start(submission, 1);
    arrays.rejected(made, "invalid qos");
    assertEquals(JobState.FAILED, job(0).state());
    assertEquals(Optional.of(EndReason.NOT_SUBMITTED), job(0).reason());
    assertEquals(Optional.of("invalid qos"), job(0).error());
    assertEquals(JobState.RUNNING, job(1).state());
    assertEquals(JobState.PENDING, job(2).state());
    assertEquals(JobArrayRow.State.REJECTED, arrays.of(submission).get(0).state());
  }

  @Test
  void laterCallTakesTheJobsOver() throws IOException {
    JobArrayRow first = intend(request("one", 0, 0, 1));
    arrays.submitted(first, 7);
    fail(1);
    intend(request("two", 1, 1));
    assertEquals(JobState.PENDING, job(1).state());
    assertEquals(Optional.empty(), job(1).error());
    assertEquals(Optional.empty(), job(1).reason());
    assertEquals(
        List.of(List.of(0), List.of(1)),
        arrays.of(submission).stream().map(array -> array.request().jobs()).toList());
  }

  @Test
  void nameIsUsedOnce() throws IOException, SQLException {
    intend(request("one", 0, 0));
    List<String> before = catalog.dump();
    assertThrows(CatalogConflictException.class, () -> intend(request("one", 1, 1)));
    assertEquals(before, catalog.dump());
  }

  @Test
  void jobWhoseSamplesAnotherSubmissionMakesIsNotWokenUp() throws IOException {
    fail(0);
    assertEquals(
        List.of(new IndexRange(0, 10)), catalog.submit(10, 1).jobs().get(0).ranges().ranges());
    JobArrayRow made = intend(request("late", 0, 0));
    assertEquals(JobState.RELEASED, job(0).state());
    assertEquals(List.of(), made.request().jobs());
    assertThrows(SupersededException.class, () -> catalog.start(submission, 0));
  }

  @Test
  void twoCommandsCannotSubmitTheSameJob() throws IOException {
    SubmissionRow seen = now();
    arrays.intend(seen, SUBMITTER, "alpha", List.of(request("one", 0, 0, 1)));
    assertEquals("login2", now().node());
    assertEquals(4321, now().pid());
    UserError refused =
        assertThrows(
            UserError.class,
            () -> arrays.intend(seen, SUBMITTER, "alpha", List.of(request("two", 0, 1, 2))));
    assertEquals(
        "job 1 of submission 1 is pending by now; see slurm-gen -C %s status 1"
            .formatted(catalog.catalog.directory().user()),
        refused.getMessage());
    arrays.intend(seen, SUBMITTER, "alpha", List.of(request("three", 0, 2, 3)));
    assertEquals(2, arrays.of(submission).size());
  }

  @Test
  void jobThatHasStartedMeanwhileIsNotSubmittedAgain() throws IOException {
    fail(0);
    SubmissionRow seen = now();
    catalog.start(submission, 0);
    assertThrows(
        UserError.class,
        () -> arrays.intend(seen, SUBMITTER, "alpha", List.of(request("late", 0, 0))));
    assertEquals(JobState.RUNNING, job(0).state());
    assertEquals(List.of(), arrays.of(submission));
  }

  @Test
  void callThatWasGivenUpIsNotSubmittedAfterAll() throws IOException {
    JobArrayRow made = intend(request("one", 0, 0, 1));
    arrays.rejected(made, "not reached");
    assertFalse(arrays.submitted(made, 7));
    assertEquals(OptionalLong.empty(), arrays.of(submission).get(0).slurmJobId());
    assertEquals(JobState.FAILED, job(0).state());
  }

  @Test
  void submittedCallCannotBeGivenUp() throws IOException {
    JobArrayRow made = intend(request("one", 0, 0, 1));
    assertTrue(arrays.submitted(made, 7));
    assertTrue(arrays.submitted(made, 7));
    arrays.rejected(made, "not reached");
    assertEquals(JobArrayRow.State.SUBMITTED, arrays.of(submission).get(0).state());
    assertEquals(JobState.PENDING, job(0).state());
  }
}
