package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that Slurm gives up while its tasks live on. */
@RequiresSlurm
class SlurmNodeFailureTest {
  @TempDir Path temporary;

  @Test
  void taskOfALostNodeIsRequeuedAndTheOldOneCannotRecordAnyMore() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params("wait_at", 25);
      long id = directory.generate(params, 60, 1);
      directory.awaitRecorded(id, 0, 20);
      directory.awaitWaiting(1);
      String node = directory.job(id, 0).newest().orElseThrow().node();
      ProcessHandle old = directory.jvm(directory.task(id, 0));
      directory.cluster().crashNode(node);
      try {
        // Slurm misses the node by itself after SlurmdTimeout.
        Await.until("second attempt", () -> directory.job(id, 0).attempt() == 2);
        assertTrue(old.isAlive());
        assertNotEquals(node, directory.job(id, 0).newest().orElseThrow().node());
        directory.openGate();
        directory.done("wait", "--poll", "1", Long.toString(id));
        old.onExit().get(3, TimeUnit.MINUTES);
      } finally {
        directory.cluster().restoreNode(node);
      }
      assertTrue(directory.log(id, 0).contains("attempt 1 of"), directory.log(id, 0));
      assertEquals(List.of("J1-1.arrows", "J1-2.arrows"), segments(directory.path()));
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    }
  }

  private static List<String> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(".slurm_cache"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".arrows"))
          .sorted()
          .toList();
    }
  }
}
