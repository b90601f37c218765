package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.JumpingClock;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.Submitter;
import io.slurmgen.segment.ChunkEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a submission is, as clocks tell it. */
class SubmissionStatusTest {

  @TempDir private Path directory;
  private final JumpingClock clock = new JumpingClock();
  private Catalog catalog;
  private AttemptRow attempt;

  /** Half of its samples are recorded. */
  @BeforeEach
  void record() throws IOException {
    catalog = Catalog.create(new CacheDirectory(directory), clock);
    catalog
        .submissions()
        .create(
            new NewSubmission(
                "d",
                "%064x".formatted(1),
                "{}",
                OptionalLong.empty(),
                1,
                new NewSubmission.Amount(100, false),
                1,
                ExecutorKind.LOCAL,
                "code",
                Submitter.ofThisProcess()))
        .orElseThrow();
    attempt =
        catalog
            .attempts()
            .start(new AttemptStart(1, 0, "node", Optional.empty(), Optional.empty(), "code"));
    List<ChunkEntry> half = List.of(new ChunkEntry(0, 50, 400, 200, 0, 1));
    catalog
        .attempts()
        .record(
            List.of(
                new RecordedChunks(
                    attempt,
                    attempt.segmentPath(0),
                    new StoredTypes("double", "double"),
                    half,
                    OptionalLong.empty())),
            Duration.ofMinutes(1));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private SubmissionStatus status() throws IOException {
    return new SubmissionStatus(catalog.submissions().find(1).orElseThrow(), Map.of());
  }

  @Test
  void rateIsThatSinceTheStart() throws IOException {
    clock.jump(Duration.ofSeconds(10));
    assertEquals(Optional.of(5.0), status().perSecond(clock.instant()));
    assertEquals(Optional.of(Duration.ofSeconds(10)), status().left(clock.instant()));
  }

  @Test
  void noRateIsToldBetterThanAWrongOneWhereTheClockWentBack() throws IOException {
    clock.jump(Duration.ofHours(-1));
    assertEquals(Optional.empty(), status().perSecond(clock.instant()));
    assertEquals(Optional.empty(), status().left(clock.instant()));
  }

  @Test
  void rateOfWhatHasEndedIsPositiveThoughTheClockWentBack() throws IOException {
    clock.jump(Duration.ofHours(-1));
    catalog.attempts().end(attempt, JobEnd.done());
    assertTrue(status().perSecond(clock.instant()).orElseThrow() > 0);
    assertEquals(Optional.empty(), status().left(clock.instant()));
  }
}
