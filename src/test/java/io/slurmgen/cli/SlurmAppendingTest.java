package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
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

  /** Slurm requeues the task while its first process lives on. */
  @Test
  void taskOfALostNodeAndItsSuccessorMakeEachSampleOnce() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 60, 1);
    directory.awaitWaiting(1);
    directory.done("status", Long.toString(id));
    String node = directory.job(id, 0).newest().orElseThrow().node();
    ProcessHandle old = directory.jvm(directory.task(id, 0));
    directory.cluster().crashNode(node);
    try {
      directory.awaitWaiting(2);
      assertTrue(old.isAlive());
      directory.openGate();
      String status = directory.done("wait", "--poll", "1", Long.toString(id));
      assertTrue(status.contains("60 of 60 samples, jobs 1 done"), status);
      old.onExit().get(3, TimeUnit.MINUTES);
    } finally {
      directory.cluster().restoreNode(node);
    }
    assertEquals(2, directory.job(id, 0).attempt());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    directory.done("verify");
    assertEquals(0, Files.list(attempts()).count());
  }

  @Test
  void whatAKilledTaskHasWrittenIsRecordedAndTheRestIsRetried() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 60, 1);
    directory.awaitWaiting(1);
    directory.done("verify");
    assertEquals("nothing to remove\n", directory.done("gc"));
    Await.until("two chunks are on disk", () -> directory.samplesOnDisk("J1-1") == 20);
    directory.jvm(directory.task(id, 0)).destroyForcibly();
    directory.awaitStateByStatus(id, 0, JobState.FAILED);
    assertEquals(20, directory.job(id, 0).recorded());
    directory.openGate();
    directory.done("retry", Long.toString(id));
    String status = directory.done("wait", "--poll", "1", Long.toString(id));
    assertTrue(status.contains("60 of 60 samples, jobs 1 done"), status);
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    directory.done("verify");
  }

  @Test
  void whatACancelledTaskHasWrittenIsKept() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 60, 1);
    directory.awaitWaiting(1);
    directory.done("cancel", Long.toString(id), "-y");
    directory.awaitStateByStatus(id, 0, JobState.CANCELLED);
    assertEquals(25, directory.job(id, 0).recorded());
    directory.openGate();
    directory.done("retry", Long.toString(id));
    directory.done("wait", "--poll", "1", Long.toString(id));
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
  }

  @Test
  void preprocessedSamplesAreRecordedByCommands() throws Exception {
    String params = directory.params("wait_at", -1);
    long id = directory.generate(params, 60, 2);
    directory.done("wait", "--poll", "1", Long.toString(id));
    directory.done(
        "preprocess", "gated", "sum", "train", "40", "-y", "--executor", "slurm", "--time", "5");
    directory.done("wait", "--poll", "1", Long.toString(id + 1));
    assertEquals(40, directory.submission(id + 1).recorded());
    directory.done("verify");
    assertEquals(0, Files.list(attempts()).count());
  }
}
