package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.JobArrayRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SlurmState;
import io.slurmgen.slurm.SlurmTestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take more time or memory than they have. */
@RequiresSlurm
@Timeout(240)
class SlurmLimitsTest {
  @TempDir Path temporary;

  /** One submission is still held up when its time is over, the other goes on after the warning. */
  @Test
  void taskWorksOnAfterTheWarningUntilItsTimeIsOver() throws Exception {
    Path a = Files.createDirectory(temporary.resolve("a"));
    Path b = Files.createDirectory(temporary.resolve("b"));
    try (ClusterDirectory slow = ClusterDirectory.in(a);
        ClusterDirectory quick = ClusterDirectory.in(b)) {
      String slowParams = slow.params("wait_at", 25);
      String quickParams = quick.params("wait_at", 25);
      slow.generate(slowParams, 60, 1, "--time", "1");
      quick.generate(quickParams, 60, 1, "--time", "1");
      SlurmTestCluster.await(
          "warning", () -> quick.log(1, 0).contains("working on until shortly before"));
      SlurmTestCluster.await("25 samples", () -> quick.job(1, 0).recorded() == 25);
      quick.openGate();
      quick.awaitState(1, 0, JobState.DONE);
      quick.awaitSlurm(quick.task(1, 0), SlurmState.COMPLETED);
      quick.assertAsUndisturbed(b.resolve("local"), quickParams, 60);

      slow.awaitState(1, 0, JobState.INTERRUPTED);
      assertEquals(Optional.of(EndReason.TIMEOUT), slow.job(1, 0).reason());
      assertEquals(25, slow.job(1, 0).recorded());
      slow.openGate();
      UserDirectory.Result retried = slow.run("retry", "--wait", "--poll", "1", "1");
      assertTrue(
          retried.err().contains("1 jobs again after TIMEOUT, with 00:02:00"), retried.err());
      assertEquals(2, newestArray(slow).timeLimitMinutes());
      slow.assertAsUndisturbed(a.resolve("local"), slowParams, 60);
    }
  }

  @Test
  void fullHeapIsRetriedWithMoreMemory() throws Exception {
    assertRetriedWithMoreMemory(Map.of("heap_megabytes", 400), "java.lang.OutOfMemoryError");
  }

  @Test
  void taskThatSlurmKillsForItsMemoryIsRetriedWithMore() throws Exception {
    assumeTrue(SlurmTestCluster.get().limitsMemory());
    // Both are within what the JVM allows itself, three quarters of 300 MB.
    Map<String, Integer> hog = Map.of("heap_megabytes", 150, "direct_megabytes", 200);
    assertRetriedWithMoreMemory(hog, "OUT_OF_MEMORY");
  }

  private void assertRetriedWithMoreMemory(Map<String, Integer> hog, String error)
      throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params(hog);
      directory.generate(params, 20, 1);
      directory.awaitStateByStatus(1, 0, JobState.FAILED);
      assertEquals(Optional.of(EndReason.OUT_OF_MEMORY), directory.job(1, 0).reason());
      assertTrue(directory.job(1, 0).error().orElse("").contains(error), directory.log(1, 0));
      directory.openGate();
      UserDirectory.Result retried = directory.run("retry", "--wait", "--poll", "1", "1");
      assertTrue(
          retried.err().contains("again after OUT_OF_MEMORY, with 00:10:00 and 450M"),
          retried.err());
      assertEquals("450M", newestArray(directory).memPerCpu());
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
    }
  }

  private static JobArrayRow.Request newestArray(ClusterDirectory directory) throws IOException {
    try (Catalog catalog = directory.catalog()) {
      List<JobArrayRow> arrays =
          catalog.jobArrays().of(catalog.submissions().find(1).orElseThrow());
      return arrays.get(arrays.size() - 1).request();
    }
  }
}
