package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.run.TaskStart;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskStartTest {
  private static final Instant PROCESS = Instant.parse("2024-05-06T07:08:09Z");
  private static final Instant NOW = PROCESS.plusSeconds(5);

  private static Instant of(String told) {
    Map<String, String> environment = Map.of("SLURM_GEN_STARTED", told);
    return TaskStart.of(environment, () -> PROCESS, NOW).instant();
  }

  @Test
  void batchScriptTellsWhenItBegan() {
    assertEquals(Instant.parse("2024-05-06T07:08:08.123456789Z"), of("1714979288.123456789"));
    assertEquals(Instant.parse("2024-05-06T07:08:08.123456Z"), of("1714979288.123456"));
    assertEquals(Instant.parse("2024-05-06T07:08:08.123456Z"), of("1714979288,123456"));
  }

  @Test
  void processStartServesWhereTheScriptToldNothing() {
    assertEquals(PROCESS, TaskStart.of(Map.of(), () -> PROCESS, NOW).instant());
    assertEquals(PROCESS, of("1714979288.N")); // a date command without nanoseconds
  }

  @Test
  void noTaskBeganInTheFuture() {
    assertEquals(NOW, of("1814979288.123456789"));
  }

  @Test
  void clockThatHasGoneBackSinceLeavesNoTaskToBeginLater() {
    long start = new TaskStart(Instant.now().plusSeconds(3600)).nanoTime();
    assertTrue(System.nanoTime() - start >= 0);
  }

  @Test
  void timeSinceTheStartCountsWhatWasBeforeTheJvm() {
    long nanos = System.nanoTime() - new TaskStart(Instant.now().minusSeconds(3600)).nanoTime();
    assertTrue(nanos >= Duration.ofSeconds(3599).toNanos(), nanos + " ns");
  }
}
