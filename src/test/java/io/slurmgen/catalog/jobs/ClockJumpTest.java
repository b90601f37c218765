package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.JumpingClock;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.journal.JournalLine;
import io.slurmgen.journal.JournalLines;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose clocks differ, and clocks that are put right while something goes on. */
class ClockJumpTest {

  private static final Duration BACK = Duration.ofHours(-30);

  @TempDir private Path directory;
  private final JumpingClock clock = new JumpingClock();
  private TestCatalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory, clock);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void attemptThatSeemsToEndBeforeItsStartTookNoTime() throws Exception {
    AttemptRow attempt = catalog.start(catalog.submit(10, 1), 0);
    clock.jump(BACK);
    catalog.recordAll(attempt, 5);
    assertEquals(
        List.of("10|2|1|0.0"),
        catalog.rows("select samples, chunks, mean_ms_per_sample > 0, seconds from job_timings"));
    assertEquals(10, catalog.group("raw").samples());
  }

  @Test
  void attemptThatSeemsToBeginBeforeAnEarlierOneIsTheNewest() throws Exception {
    SubmissionRow submission = catalog.submit(10, 1);
    AttemptRow first = catalog.start(submission, 0);
    clock.jump(BACK);
    AttemptRow second = catalog.start(submission, 0);
    assertEquals(2, second.number());
    assertEquals(List.of(first.id()), List.copyOf(catalog.record(chunks(first))));
    catalog.recordAll(second, 5);
    assertEquals(10, catalog.group("raw").samples());
  }

  private static RecordedChunks chunks(AttemptRow attempt) {
    return new TestSegment(attempt, 0, 0).chunks(5, 5);
  }

  @Test
  void movesWithEarlierTimesComeLastAllTheSame() throws Exception {
    moveThreeTimes();
    assertEquals(List.of("0+3", "3+2", "5+4"), groupOrder());
    assertEquals(List.of("1|0", "2|-108000000", "3|-216000000"), journalled());
    assertEquals(
        List.of("1|3", "2|2", "3|4"), catalog.rows("select id, samples from move order by id"));
  }

  @Test
  void journalWithEarlierTimesIsReadWhole() throws Exception {
    moveThreeTimes();
    JournalLines lines = JournalLines.read(catalog.catalog.directory().moveJournal(), false);
    assertEquals(List.of(), lines.problems());
    assertEquals(List.of(1L, 2L, 3L), lines.moves().stream().map(MoveLine::id).toList());
  }

  /** Each more than a day before the one before it. */
  private void moveThreeTimes() throws IOException {
    ParamSetRow set = catalog.generate(20, 5);
    for (int samples : new int[] {3, 2, 4}) {
      catalog.catalog.groups().move(set.id(), samples, "train");
      clock.jump(BACK);
    }
  }

  private List<String> groupOrder() throws IOException {
    return catalog.catalog.locations().of(catalog.counts().paramSet(), "train", 9).stream()
        .map(location -> location.indexes().first() + "+" + location.indexes().samples())
        .toList();
  }

  private List<String> journalled() throws IOException {
    long start = new JumpingClock().millis();
    return Files.readAllLines(catalog.catalog.directory().moveJournal()).stream()
        .filter(line -> !JournalLine.isSubmission(line))
        .map(line -> line.split("\t"))
        .map(fields -> fields[0] + "|" + (Long.parseLong(fields[4]) - start))
        .toList();
  }
}
