package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SlurmTestCluster;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take more time or memory than they have. */
@RequiresSlurm
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlurmLimitsTest {
  private static final String WARNED = "the time limit is near: working on until shortly before";

  @TempDir static Path ofClass;
  private static ClusterDirectory slow;

  @TempDir Path temporary;

  /** It has a minute, in which the other tests run. */
  @BeforeAll
  static void startTaskWithAShortLimit() throws IOException {
    slow = ClusterDirectory.in(Files.createDirectory(ofClass.resolve("slow")));
    slow.generate(slow.params("wait_at", 25), 60, 1, "--time", "1");
  }

  @AfterAll
  static void cancel() throws IOException {
    slow.close();
  }

  /** Slurm's own warning may come so late that nothing is left to do. */
  @Test
  @Order(1)
  void taskWorksOnAfterTheWarning() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params("wait_at", 25);
      directory.generate(params, 60, 1, "--time", "1");
      directory.awaitWaiting(1);
      TaskId task = directory.task(1, 0);
      directory.cluster().run("scancel", "--batch", "--signal=TERM", task.toString());
      directory.awaitLog(1, 0, WARNED);
      Await.until("25 samples", () -> directory.job(1, 0).recorded() == 25);
      directory.openGate();
      directory.awaitState(1, 0, JobState.DONE);
      directory.awaitSlurm(task, SlurmState.COMPLETED);
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    }
  }

  @Test
  @Order(2)
  void taskWhoseTimeIsOverIsRetriedWithMore() throws Exception {
    slow.awaitState(1, 0, JobState.INTERRUPTED);
    assertEquals(Optional.of(EndReason.TIMEOUT), slow.job(1, 0).reason());
    assertEquals(25, slow.job(1, 0).recorded());
    assertTrue(slow.log(1, 0).contains(WARNED), slow.log(1, 0));
    // It has ended by itself, by the exit code of SIGTERM.
    slow.awaitSlurm(slow.task(1, 0), SlurmState.FAILED);
    slow.openGate();
    UserDirectory.Result retried = slow.run("retry", "--wait", "--poll", "1", "1");
    assertTrue(retried.err().contains("1 job again after TIMEOUT, with 00:02:00"), retried.err());
    assertEquals(2, newestArray(slow).timeLimitMinutes());
    slow.assertAsUndisturbed(temporary.resolve("local"), slow.params("wait_at", 25), 60);
  }

  @Test
  @Order(1)
  void fullHeapIsRetriedWithMoreMemory() throws Exception {
    assertRetriedWithMoreMemory(Map.of("heap_megabytes", 400), "java.lang.OutOfMemoryError");
  }

  @Test
  @Order(1)
  void taskThatSlurmKillsForItsMemoryIsRetriedWithMore() throws Exception {
    assumeTrue(SlurmTestCluster.get().limitsMemory());
    // Both are within what the JVM allows itself, three quarters of 300 MB.
    Map<String, Integer> hog = Map.of("heap_megabytes", 150, "direct_megabytes", 200);
    assertRetriedWithMoreMemory(hog, "OUT_OF_MEMORY");
  }

  @Test
  @Order(1)
  void memoryThatWasAskedForInAnotherWayGrowsToo() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params(Map.of("heap_megabytes", 400));
      directory.generate(params, 20, 1, "--sbatch", "--mem 300M");
      directory.awaitStateByStatus(1, 0, JobState.FAILED);
      directory.openGate();
      UserDirectory.Result retried = directory.run("retry", "--wait", "--poll", "1", "1");
      assertTrue(
          retried.err().contains("OUT_OF_MEMORY, with 00:10:00 and 450M of memory on its node"),
          retried.err());
      assertEquals("--mem=450M", newestArray(directory).userOptions());
      assertEquals(ExitCode.DONE, retried.exitCode());
    }
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
