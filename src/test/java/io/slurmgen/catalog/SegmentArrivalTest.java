package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.JumpingClock;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.JobEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a segment is waited for: each look is a second by the catalog's clock. */
class SegmentArrivalTest {
  private static final long RECORDED_BYTES = 1000;
  private static final String WRITER = "node"; // of TestCatalog's attempts

  @TempDir Path directory;
  private final JumpingClock clock = new JumpingClock();
  private TestCatalog bench;
  private AttemptRow attempt;
  private Path file;
  private int looks;
  private int arrivesAtLook = Integer.MAX_VALUE;

  @BeforeEach
  void write() throws IOException {
    bench = TestCatalog.in(directory, clock);
    attempt = bench.start(bench.submit(50, 1), 0);
    bench.record(new TestSegment(attempt, 0, 0).chunks(50, 50));
    file = bench.catalog.directory().segment(attempt.segmentPath(0));
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[10]);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private SegmentArrival arrivalOn(String node) {
    return new SegmentArrival(
        bench.catalog.connection(), () -> true, node::equals, this::lookAgain);
  }

  private void lookAgain() {
    looks++;
    clock.jump(Duration.ofSeconds(1));
    if (looks == arrivesAtLook) {
      write(file);
    }
  }

  private static void write(Path file) {
    try {
      Files.write(file, new byte[(int) RECORDED_BYTES]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<String> await(SegmentArrival arrival) throws IOException {
    return arrival.await(attempt.segmentPath(0), RECORDED_BYTES);
  }

  @Test
  void wholeSegmentIsNotWaitedFor() throws IOException {
    write(file);
    assertEquals(Optional.empty(), await(arrivalOn("here")));
    assertEquals(0, looks);
  }

  @Test
  void segmentOfAnotherNodeIsWaitedForUntilItIsWhole() throws IOException {
    arrivesAtLook = 7;
    assertEquals(Optional.empty(), await(arrivalOn("here")));
    assertEquals(7, looks);
  }

  @Test
  void missingSegmentOfAnotherNodeIsWaitedForAsWell() throws IOException {
    Files.delete(file);
    arrivesAtLook = 3;
    assertEquals(Optional.empty(), await(arrivalOn("here")));
    assertEquals(3, looks);
  }

  @Test
  void segmentThatStaysShortIsReportedAfterAMinute() throws IOException {
    String said = await(arrivalOn("here")).orElseThrow();
    assertEquals(60, looks);
    assertTrue(said.startsWith(file + " has 10 bytes on "), said);
    assertTrue(said.contains("of the 1000 that were recorded from " + WRITER), said);
  }

  @Test
  void shortSegmentsShareOneMinute() throws IOException {
    SegmentArrival arrival = arrivalOn("here");
    await(arrival);
    assertTrue(await(arrival).isPresent());
    assertEquals(60, looks);
  }

  @Test
  void segmentOfAnAttemptThatEndedIsWaitedForUntilAMinuteAfterIt() throws IOException {
    bench.catalog.attempts().end(attempt, JobEnd.done());
    clock.jump(Duration.ofSeconds(45));
    assertTrue(await(arrivalOn("here")).isPresent());
    assertEquals(15, looks);
    clock.jump(Duration.ofDays(1));
    assertTrue(await(arrivalOn("here")).isPresent());
    assertEquals(15, looks);
  }

  @Test
  void shortSegmentOfThisNodeIsNotWaitedFor() throws IOException {
    assertEquals(Optional.empty(), await(arrivalOn(WRITER)));
    assertEquals(0, looks);
  }

  @Test
  void nothingIsWaitedForWhereNoOtherMachineWrites() throws IOException {
    SegmentArrival local =
        new SegmentArrival(
            bench.catalog.connection(), () -> false, "here"::equals, this::lookAgain);
    assertEquals(Optional.empty(), await(local));
    assertEquals(0, looks);
  }

  @Test
  void whatIsNoFileIsNotWaitedFor() throws Exception {
    Files.delete(file);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertEquals(Optional.empty(), await(arrivalOn("here")));
    assertFalse(Files.isRegularFile(file));
    assertEquals(0, looks);
  }

  @Test
  void segmentThatNoAttemptHasIsNotWaitedFor() throws IOException {
    Path other = file.resolveSibling("J9-1.arrows");
    assertEquals(
        Optional.empty(),
        arrivalOn("here")
            .await(attempt.segmentPath(0).replace("J1-1", "J9-1"), other, RECORDED_BYTES));
    assertEquals(0, looks);
  }
}
