package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of a directory whose nodes were seen not to take turns: only commands here record. */
@RequiresSlurm
class SlurmAppendingTest {
  @TempDir Path temporary;
  private ClusterDirectory directory;
  private Path file;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = ClusterDirectory.in(temporary);
    file = new CacheDirectory(directory.path()).catalog();
    try (Catalog catalog =
        Catalog.create(new CacheDirectory(directory.path()), Clock.systemUTC())) {
      catalog
          .nodeProbes()
          .add(
              new NodeProbe(
                  FileSystemKind.of(directory.path()),
                  "login",
                  "n1",
                  CoherenceVerdict.STALE,
                  "turn 3"));
    }
  }

  @AfterEach
  void cancel() throws IOException {
    directory.close();
  }

  private Path attempts() {
    return new CacheDirectory(directory.path()).attempts();
  }

  @Test
  void tasksLeaveTheCatalogAsItIsAndStatusRecordsWhatTheyMade() throws Exception {
    String params = directory.params("wait_at", 25);
    UserDirectory.Result submitted =
        directory.run(
            "generate",
            "gated",
            "--params",
            params,
            "-n",
            "80",
            "--njobs",
            "2",
            "--seed",
            ClusterDirectory.SEED,
            "--executor",
            "slurm",
            "--time",
            "10");
    assertEquals(ExitCode.DONE, submitted.exitCode(), submitted.err());
    assertTrue(submitted.err().contains("only append, commands run here"), submitted.err());
    long id = 1;
    byte[] before = Files.readAllBytes(file);
    directory.awaitWaiting(2);
    assertArrayEquals(before, Files.readAllBytes(file));
    directory.openGate();
    String status = directory.done("wait", "--poll", "1", Long.toString(id));
    assertTrue(status.contains("80 of 80 samples, jobs 2 done"), status);
    assertEquals(0, Files.list(attempts()).count());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 80);
    directory.done("verify");
  }

  @Test
  void requeuedTaskMakesOnlyTheRestAndNothingTwice() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 60, 1);
    directory.awaitWaiting(1);
    directory.cluster().run("scontrol", "requeue", directory.task(id, 0).toString());
    directory.awaitWaiting(2);
    directory.openGate();
    String status = directory.done("wait", "--poll", "1", Long.toString(id));
    assertTrue(status.contains("60 of 60 samples, jobs 1 done"), status);
    assertEquals(2, directory.job(id, 0).attempt());
    assertEquals(JobState.DONE, directory.job(id, 0).state());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    directory.done("verify");
  }
}
