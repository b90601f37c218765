package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.journal.JournalLine;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions of preprocessors: 20 samples are in train, 10 in test, then 10 more in train. */
class PreprocessingsTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private ParamSetRow set;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    set = catalog.generate(100, 10);
    catalog.catalog.groups().move(set.id(), 20, "train");
    catalog.catalog.groups().move(set.id(), 10, "test");
    catalog.catalog.groups().move(set.id(), 10, "train");
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private Optional<SubmissionRow> create(String group, long samples, boolean mayMove, int jobs)
      throws IOException {
    return catalog.catalog.preprocessings().create(wanted(group, samples, mayMove, jobs));
  }

  private NewPreprocessing wanted(String group, long samples, boolean mayMove, int jobs) {
    return new NewPreprocessing(
        set.id(),
        group,
        "square",
        samples,
        mayMove,
        jobs,
        ExecutorKind.SLURM,
        "code",
        new Submitter("node", 42));
  }

  private long missing(String group, long samples) throws IOException {
    return catalog.catalog.preprocessings().missing(wanted(group, samples, true, 1));
  }

  @Test
  void missingAreThoseOfTheFirstSamplesHoweverManyOthersThereAre()
      throws IOException, SQLException {
    assertEquals(7, missing("train", 7));
    assertEquals(7, missing("new", 7));
    SubmissionRow first = create("train", 30, false, 3).orElseThrow();
    catalog.recordAll(catalog.start(first, 1), 5);
    assertEquals(0, missing("train", 30));
    JobEnd failed = JobEnd.of(JobState.FAILED, EndReason.OTHER, "no luck");
    catalog.catalog.attempts().end(catalog.start(first, 0), failed);
    List<String> before = catalog.dump();
    assertEquals(5, missing("train", 5));
    assertEquals(10, missing("train", 30));
    assertEquals(15, missing("train", 35));
    assertEquals(before, catalog.dump());
    catalog.recordAll(catalog.start(first, 2), 5);
    assertEquals(10, create("train", 20, false, 1).orElseThrow().samples());
  }

  private static List<List<IndexRange>> shares(Optional<SubmissionRow> submission) {
    return submission.orElseThrow().jobs().stream().map(job -> job.ranges().ranges()).toList();
  }

  @Test
  void firstSamplesOfTheGroupAreDealtOut() throws IOException {
    Optional<SubmissionRow> made = create("train", 26, false, 2);
    assertEquals(
        List.of(
            List.of(new IndexRange(0, 13)), List.of(new IndexRange(13, 7), new IndexRange(30, 6))),
        shares(made));
    assertEquals(ExecutorKind.SLURM, made.get().executor());
    assertEquals(26, made.get().samples());
    assertEquals("train", made.get().preprocessing().orElseThrow().group());
  }

  @Test
  void onlyWhatIsMissingIsDealtOut() throws IOException {
    SubmissionRow first = create("train", 20, false, 2).orElseThrow();
    catalog.recordAll(catalog.start(first, 0), 5);
    assertEquals(List.of(List.of(new IndexRange(30, 5))), shares(create("train", 25, false, 1)));
    assertEquals(Optional.empty(), create("train", 25, false, 1));
    assertEquals(Optional.empty(), create("train", 3, false, 1));
  }

  @Test
  void groupsArePreprocessedApart() throws IOException {
    create("train", 20, false, 1);
    assertEquals(List.of(List.of(new IndexRange(20, 10))), shares(create("test", 10, false, 1)));
    assertEquals(
        List.of("d|0|train|square|0", "d|0|test|square|0"),
        rows("select * from preprocessed_counts"));
  }

  private List<String> rows(String sql) {
    try {
      return catalog.rows(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endedJobIsReleasedByTheSubmissionThatMakesItsRest() throws IOException {
    SubmissionRow first = create("train", 20, false, 2).orElseThrow();
    AttemptRow stopped = catalog.start(first, 0);
    catalog.record(new TestSegment(stopped, 0, 0).chunks(4, 4));
    catalog
        .catalog
        .attempts()
        .end(stopped, JobEnd.of(JobState.INTERRUPTED, EndReason.SIGNAL, "stopped"));
    assertEquals(List.of(List.of(new IndexRange(4, 6))), shares(create("train", 20, false, 1)));
    assertEquals(Set.of(stopped.id()), catalog.record(new TestSegment(stopped, 1, 4).chunks(6, 6)));
    assertThrows(SupersededException.class, () -> catalog.start(first, 0));
  }

  @Test
  void whatTheGroupLacksIsMovedInTheSameTransaction() throws IOException {
    assertEquals(
        List.of(List.of(new IndexRange(0, 20), new IndexRange(30, 20))),
        shares(create("train", 40, true, 1)));
    assertEquals(40, catalog.group("train").samples());
    assertEquals(50, catalog.group("raw").samples());
    List<String> lines = Files.readAllLines(catalog.catalog.directory().moveJournal());
    assertEquals(4, lines.stream().filter(line -> !JournalLine.isSubmission(line)).count());
    assertEquals(List.of(List.of(new IndexRange(50, 5))), shares(create("fresh", 5, true, 1)));
  }

  @Test
  void nothingIsMovedOrMadeWhereThereIsTooLittle() throws IOException, SQLException {
    List<String> before = catalog.dump();
    for (boolean mayMove : new boolean[] {false, true}) {
      UserError refused = assertThrows(UserError.class, () -> create("train", 101, mayMove, 1));
      assertTrue(refused.getMessage().contains("lacks 71 samples"), refused.getMessage());
      assertThrows(UserError.class, () -> create("typo", 101, mayMove, 1));
      assertEquals(before, catalog.dump());
    }
  }
}
