package io.slurmgen.catalog.jobs;

import static io.slurmgen.catalog.TestCatalog.more;
import static io.slurmgen.catalog.TestCatalog.until;
import static io.slurmgen.catalog.TestCatalog.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
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

class SubmissionsTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private Submissions submissions;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    submissions = catalog.catalog.submissions();
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static IndexRanges ranges(long... firstAndEnd) {
    IndexRanges ranges = IndexRanges.none();
    for (int i = 0; i < firstAndEnd.length; i += 2) {
      ranges =
          ranges.plus(
              new IndexRanges(List.of(IndexRange.between(firstAndEnd[i], firstAndEnd[i + 1]))));
    }
    return ranges;
  }

  private static List<IndexRanges> shares(SubmissionRow submission) {
    return submission.jobs().stream().map(JobRow::ranges).toList();
  }

  /** Starts a job, records some of its first samples and ends it. */
  private AttemptRow stopAfter(long samples, SubmissionRow submission, int job, JobState state)
      throws IOException {
    AttemptRow attempt = catalog.start(submission, job);
    TestSegment segment = new TestSegment(attempt, 0, attempt.missing().ranges().get(0).first());
    catalog.record(segment.chunks(samples, 5));
    catalog.catalog.attempts().end(attempt, JobEnd.of(state, EndReason.OTHER, "stopped"));
    return attempt;
  }

  @Test
  void freshSubmissionIsDealtOutFromZeroAndKeptWhole() throws IOException {
    SubmissionRow made = submissions.create(wanted("d", 3, more(10), 3)).orElseThrow();
    assertEquals(List.of(ranges(0, 4), ranges(4, 7), ranges(7, 10)), shares(made));
    assertEquals(10, made.samples());
    assertEquals(0, made.recorded());
    assertTrue(made.isActive());
    assertEquals(
        new ParamSetRow(1, "d", 0, "%064x".formatted(3), "{\"p\":3}", 1003), made.paramSet());
    assertEquals(ExecutorKind.LOCAL, made.executor());
    assertEquals("code", made.codeHash());
    assertEquals("node", made.node());
    assertEquals(42, made.pid());
    assertEquals(TestCatalog.CLOCK.instant(), made.created());
    assertEquals(
        new JobRow(
            1,
            0,
            JobState.PENDING,
            0,
            ranges(0, 4),
            0,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        made.jobs().get(0));
    assertEquals(Optional.of(made), submissions.find(made.id()));
    assertEquals(Optional.empty(), submissions.find(made.id() + 1));
  }

  @Test
  void indexesInFlightAreNotHandedOutAgain() throws IOException {
    catalog.submit(10, 2);
    assertEquals(List.of(ranges(10, 15), ranges(15, 20)), shares(catalog.submit(10, 2)));
  }

  @Test
  void moreJobsThanSamplesGivesOneSampleJobs() throws IOException {
    assertEquals(List.of(ranges(0, 1), ranges(1, 2), ranges(2, 3)), shares(catalog.submit(3, 40)));
  }

  @Test
  void gapsOfEndedJobsAreFilledFirst() throws IOException {
    SubmissionRow first = catalog.submit(60, 3);
    stopAfter(5, first, 0, JobState.INTERRUPTED);
    stopAfter(10, first, 1, JobState.FAILED);
    assertEquals(List.of(ranges(5, 20, 30, 35)), shares(catalog.submit(20, 1)));
    assertEquals(List.of(ranges(35, 40, 60, 65)), shares(catalog.submit(10, 1)));
  }

  @Test
  void endedJobsAreReleasedOnlyWhereTheirSamplesAreMadeByAnother() throws IOException {
    SubmissionRow first = catalog.submit(60, 3);
    AttemptRow taken = stopAfter(5, first, 0, JobState.INTERRUPTED);
    AttemptRow untouched = stopAfter(10, first, 1, JobState.FAILED);
    catalog.submit(15, 1);
    List<JobRow> jobs = submissions.find(first.id()).orElseThrow().jobs();
    assertEquals(
        List.of(JobState.RELEASED, JobState.FAILED, JobState.PENDING),
        jobs.stream().map(JobRow::state).toList());
    assertThrows(SupersededException.class, () -> catalog.start(first, 0));
    assertEquals(Set.of(taken.id()), catalog.record(new TestSegment(taken, 1, 5).chunks(15, 5)));
    assertEquals(Set.of(), catalog.record(new TestSegment(untouched, 1, 30).chunks(10, 5)));
    assertEquals(25, catalog.group("raw").samples());
  }

  @Test
  void untilCountsWhatIsThereAndWhatIsComing() throws IOException {
    SubmissionRow first = catalog.submit(60, 3);
    stopAfter(5, first, 0, JobState.INTERRUPTED);
    NewSubmission wanted = wanted("d", 0, until(60), 2);
    assertEquals(15, submissions.missing(until(60), "d", wanted.hash()));
    assertEquals(List.of(ranges(5, 13), ranges(13, 20)), shares(submissions.create(wanted).get()));
    assertEquals(0, submissions.missing(until(60), "d", wanted.hash()));
    assertEquals(Optional.empty(), submissions.create(wanted));
    assertEquals(Optional.empty(), submissions.create(wanted("d", 0, until(7), 2)));
    assertEquals(2, catalog.all().size());
  }

  @Test
  void untilIsAboutRawSamples() throws IOException {
    ParamSetRow set = catalog.generate(50, 10);
    catalog.catalog.groups().move(set.id(), 20, "train");
    assertEquals(20, submissions.missing(until(50), "d", set.hash()));
    assertEquals(
        List.of(ranges(50, 70)),
        shares(submissions.create(wanted("d", 0, until(50), 1)).orElseThrow()));
  }

  @Test
  void missingOfAParameterSetThatIsNewIsAllAndMakesNothing() throws IOException, SQLException {
    assertEquals(7, submissions.missing(until(7), "new", "x"));
    assertEquals(9, submissions.missing(more(9), "new", "x"));
    assertEquals(List.of(), catalog.catalog.counts().datasets());
    catalog.submit(5, 1);
    assertEquals(9, submissions.missing(more(9), "d", "%064x".formatted(0)));
  }

  @Test
  void nothingWantedIsNoSubmission() throws IOException {
    assertEquals(Optional.empty(), submissions.create(wanted("d", 0, more(0), 3)));
    assertEquals(List.of(), catalog.all());
    assertThrows(IllegalArgumentException.class, () -> more(-1));
    assertThrows(IllegalArgumentException.class, () -> wanted("d", 0, more(1), 0));
  }

  private static NewSubmission seeded(long seed) {
    NewSubmission any = wanted("d", 0, more(5), 1);
    return new NewSubmission(
        any.dataset(),
        any.hash(),
        any.params(),
        OptionalLong.of(seed),
        777,
        any.amount(),
        any.jobs(),
        any.executor(),
        any.codeHash(),
        any.submitter());
  }

  @Test
  void seedStaysWithItsParameterSet() throws IOException, SQLException {
    assertEquals(-5, submissions.create(seeded(-5)).orElseThrow().paramSet().seed());
    assertEquals(-5, submissions.create(seeded(-5)).orElseThrow().paramSet().seed());
    assertEquals(
        -5, submissions.create(wanted("d", 0, more(1), 1)).orElseThrow().paramSet().seed());
    List<String> before = catalog.dump();
    UserError refused = assertThrows(UserError.class, () -> submissions.create(seeded(6)));
    assertEquals(
        "parameter set 0 of d has the seed -5, not 6: leave --seed out to add samples to it",
        refused.getMessage());
    assertEquals(before, catalog.dump());
  }

  @Test
  void parameterSetsAreNumberedPerDatasetInOrderOfCreationForEver() throws IOException {
    for (int round = 0; round < 2; round++) {
      assertEquals(0, number("d", 9));
      assertEquals(1, number("d", 4));
      assertEquals(0, number("a", 4));
      assertEquals(2, number("d", 7));
    }
    assertEquals(List.of("a", "d"), catalog.catalog.counts().datasets());
    assertEquals(
        List.of("a 0", "d 0", "d 1", "d 2"),
        catalog.catalog.counts().all().stream()
            .map(set -> set.paramSet().dataset() + " " + set.paramSet().number())
            .toList());
  }

  private int number(String dataset, int params) throws IOException {
    return submissions
        .create(wanted(dataset, params, more(1), 1))
        .orElseThrow()
        .paramSet()
        .number();
  }

  private static List<Long> ids(List<SubmissionRow> submissions) {
    return submissions.stream().map(SubmissionRow::id).toList();
  }

  @Test
  void submissionWhoseMissingSamplesAreMadeByAnotherIsNotUnfinished() throws IOException {
    SubmissionRow first = catalog.submit(10, 2);
    catalog.recordAll(catalog.start(first, 0), 5);
    catalog
        .catalog
        .attempts()
        .end(catalog.start(first, 1), JobEnd.of(JobState.FAILED, EndReason.OTHER, "stopped"));
    assertEquals(List.of(first.id()), ids(submissions.unfinished()));
    SubmissionRow second = catalog.submit(5, 1);
    assertEquals(List.of(second.id()), ids(submissions.unfinished()));
  }

  @Test
  void newestIsTheOneSubmittedLast() throws IOException {
    assertEquals(OptionalLong.empty(), submissions.newest());
    catalog.submit(10, 2);
    assertEquals(OptionalLong.of(catalog.submit(10, 1).id()), submissions.newest());
  }

  @Test
  void activeSubmissionsAreThoseFromWhichSamplesMayCome() throws IOException {
    SubmissionRow done = catalog.submit(10, 1);
    SubmissionRow half = catalog.submit(10, 2);
    SubmissionRow ended = catalog.submit(10, 1);
    catalog.recordAll(catalog.start(done, 0), 5);
    catalog.recordAll(catalog.start(half, 0), 5);
    stopAfter(5, ended, 0, JobState.FAILED);
    assertEquals(List.of(half.id()), ids(submissions.active()));
    assertEquals(List.of(half.id(), ended.id()), ids(submissions.unfinished()));
    assertEquals(List.of(done.id(), half.id(), ended.id()), ids(catalog.all()));
    assertEquals(
        List.of(10L, 5L, 5L), catalog.all().stream().map(SubmissionRow::recorded).toList());
    JobRow failed = catalog.all().get(2).jobs().get(0);
    assertEquals(Optional.of("stopped"), failed.error());
    assertFalse(catalog.all().get(0).isActive());
  }
}
