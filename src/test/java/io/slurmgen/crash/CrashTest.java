package io.slurmgen.crash;

import io.slurmgen.TestSize;
import io.slurmgen.TwoMounts;
import io.slurmgen.TwoMounts.Kept;
import java.nio.file.Path;
import java.util.Optional;
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
    Optional<Kept> kept = Optional.ofNullable(System.getProperty("crash.two-nodes")).map(Kept::of);
    if (kept.isEmpty()) {
      run(Site.here(folder), seed, workers, kills);
      return;
    }
    try (TwoMounts mounts = TwoMounts.start(folder.resolve("nodes"), kept.get())) {
      run(Site.of(mounts), seed, workers, kills);
    }
  }

  private void run(Site site, long seed, int workers, int kills) throws Exception {
    long start = System.nanoTime();
    try (CrashRun run = CrashRun.start(folder, site, seed, workers)) {
      Tally tally = run.run(kills);
      System.out.printf("crash: %s; %d s%n", tally, (System.nanoTime() - start) / 1_000_000_000);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + e.getMessage(), e);
    }
  }
}
