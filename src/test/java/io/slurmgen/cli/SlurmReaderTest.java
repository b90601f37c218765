package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.SqlMain;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.RequiresSlurm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that start while somebody reads the catalog for long. */
@RequiresSlurm
class SlurmReaderTest {
  private static final int TASKS = 8;

  @TempDir Path temporary;

  @Test
  void tasksWaitForAReaderAndAllFinish() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params("wait_at", -1);
      long id = directory.generate(params, 80, TASKS, "--sbatch", "--hold");
      String array = directory.task(id, 0).job().toString();
      List<Path> logs = new ArrayList<>();
      for (int job = 0; job < TASKS; job++) {
        logs.add(directory.logFile(id, job));
      }
      try (ChildJvm reader =
          ChildJvm.start(SqlMain.class, new CacheDirectory(directory.path()).catalog())) {
        reader.tell("begin");
        assertEquals("done", reader.readLine());
        reader.tell("select count(*) from job");
        assertEquals("" + TASKS, reader.readLine());
        directory.cluster().run("scontrol", "release", array);
        for (Path log : logs) {
          Await.until(
              log + " waits",
              () -> Files.exists(log) && Files.readString(log).contains("waiting for it"));
        }
        reader.tell("commit");
        assertEquals("done", reader.readLine());
      }
      directory.openGate();
      String status = directory.done("wait", "--poll", "1", Long.toString(id));
      assertTrue(status.contains("80 of 80 samples, jobs 8 done"), status);
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 80);
      directory.done("verify");
    }
  }
}
