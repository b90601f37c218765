package io.slurmgen.crash;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts.Kept;
import io.slurmgen.cli.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes, each with two processes, that work in one directory through mounts of their own.
 * {@code -Dtwo.nodes.seconds=300} lets them do so for longer.
 */
@RequiresTwoMounts
@Timeout(value = 1, unit = TimeUnit.HOURS) // Each run has its own limit.
class TwoNodesTest {

  private static final int SECONDS = Integer.getInteger("two.nodes.seconds", 60);
  private static final long SEED = Long.getLong("two.nodes.seed", 2_000_000);

  @TempDir private Path folder;
  private FastJava java;

  @BeforeEach
  void prepare() throws Exception {
    java = FastJava.prepare(Checkout.complete(folder.resolve("checkout")), folder.resolve("java"));
  }

  private String play(
      Kept kept, int seconds, BiPredicate<Request, Answer> mayRefuse, boolean isRightOnNodes)
      throws Exception {
    Path directory = folder.resolve(kept.name());
    try (TwoNodesRun run = TwoNodesRun.start(directory, kept, java)) {
      String done = run.play(seconds, SEED, mayRefuse);
      if (isRightOnNodes) {
        run.checkFromBothNodes();
      }
      return "two nodes, kept " + kept + ": " + done;
    } catch (AssertionError e) {
      throw new AssertionError("kept " + kept + ": " + e.getMessage(), e);
    }
  }

  /**
   * Three kinds of mounts at the same time, to save the time of two. Where the cache outlives an
   * open, what was done before stays whole, and a command that sees an old state says so.
   */
  @Test
  void nothingIsLostOrDoubledOrDamagedWhateverTheMountsKeep() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Kept.values().length);
    try {
      List<Future<String>> runs =
          threads.invokeAll( // which waits for all
              List.of(
                  () -> play(Kept.UNTIL_OPENED, SECONDS, (request, answer) -> false, true),
                  () -> play(Kept.NOTHING, SECONDS, (request, answer) -> false, true),
                  () -> play(Kept.ALL, SECONDS, TwoNodesTest::isRefused, false)));
      for (Future<String> run : runs) {
        System.out.println(run.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static boolean isRefused(Request request, Answer answer) {
    return answer.exitCode() == 1
        && (answer.err() + answer.out()).contains("this node sees an old state of ");
  }
}
