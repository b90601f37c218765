package io.slurmgen.crash;

import io.slurmgen.TestSize;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at random moments, while others go on. {@code tools/crash} runs more of
 * it, or the same once more.
 */
@Tag("slow")
class CrashTest {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // Each round has its own limit.
  void killsLoseNothingAcknowledgedAndLeaveNothingHalfDone() throws Exception {
    int kills = TestSize.of("crash.kills", 40, 200);
    long seed = Long.getLong("crash.seed", 1);
    int workers = Integer.getInteger("crash.workers", 4);
    System.out.printf("crash seed: %d, workers: %d%n", seed, workers);
    long start = System.nanoTime();
    try (CrashRun run = CrashRun.start(folder, seed, workers)) {
      Tally tally = run.run(kills);
      System.out.printf("crash: %s; %d s%n", tally, (System.nanoTime() - start) / 1_000_000_000);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + e.getMessage(), e);
    }
  }
}
