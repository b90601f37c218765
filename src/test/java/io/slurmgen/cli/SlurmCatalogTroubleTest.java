package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.JobState;
import io.slurmgen.disk.LockMain;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SlurmTestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that cannot be written while a task runs does not stop the task, and loses nothing. */
@RequiresSlurm
@Timeout(240)
class SlurmCatalogTroubleTest {
  private static final String TROUBLE = "samples stay in their segments and are recorded later";
  private static final String RECOVERED = "the catalog can be written again";

  @TempDir Path temporary;
  private ClusterDirectory directory;
  private String params;
  private Path log;

  /** A task with 60 samples that has recorded 20, made 25, and waits. */
  @BeforeEach
  void startTask() throws Exception {
    directory = ClusterDirectory.in(temporary);
    params = directory.params("wait_at", 25);
    directory.generate(params, 60, 1);
    directory.awaitRecorded(1, 0, 20);
    log = directory.logFile(1, 0);
  }

  @AfterEach
  void cancel() throws IOException {
    directory.close();
  }

  private void assertUndisturbed() throws IOException {
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
  }

  private ChildJvm lockCatalog() throws IOException {
    ChildJvm holder = ChildJvm.start(LockMain.class, directory.path().resolve(".slurm_cache.lock"));
    assertTrue(holder.readLine().startsWith("locked"));
    return holder;
  }

  private void awaitAllOnDisk() throws Exception {
    SlurmTestCluster.await("60 samples on disk", () -> directory.samplesOnDisk("J1-1") == 60);
  }

  private void awaitLog(String text) throws Exception {
    SlurmTestCluster.await(text, () -> Files.readString(log).contains(text));
  }

  @Test
  void samplesMadeWhileTheCatalogIsLockedForHalfAMinuteAreRecordedAfterwards() throws Exception {
    long startNanos = System.nanoTime();
    ChildJvm holder = lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    awaitLog(TROUBLE);
    SlurmTestCluster.await(
        "half a minute", () -> System.nanoTime() - startNanos > Duration.ofSeconds(30).toNanos());
    assertEquals(20, directory.job(1, 0).recorded());
    holder.tell("release");
    directory.awaitState(1, 0, JobState.DONE);
    awaitLog(RECOVERED);
    try (Stream<Path> notes = Files.list(directory.path().resolve(".slurm_cache/.unrecorded"))) {
      assertEquals(List.of(), notes.toList());
    }
    assertUndisturbed();
  }

  @Test
  void nextCommandRecordsWhatATaskInTroubleLeftBehind() throws Exception {
    ChildJvm holder = lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    awaitLog(TROUBLE);
    directory.jvm(directory.task(1, 0)).destroyForcibly();
    holder.tell("release");
    assertTrue(directory.done("list").contains("raw 60"));
    directory.awaitStateByStatus(1, 0, JobState.DONE);
    assertEquals(1, directory.job(1, 0).attempt());
    assertUndisturbed();
  }

  @Test
  void chunksThatAKilledTaskHadNotRecordedAreRecordedWhenItsEndIsSeen() throws Exception {
    ChildJvm holder = lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    // Before it has given up on the lock, so that nothing points at its segment.
    directory.jvm(directory.task(1, 0)).destroyForcibly();
    assertFalse(directory.log(1, 0).contains(TROUBLE));
    holder.tell("release");
    directory.awaitStateByStatus(1, 0, JobState.DONE);
    assertEquals(1, directory.job(1, 0).attempt());
    assertUndisturbed();
  }

  @Test
  void requeuedTaskGoesOnAfterWhatTheKilledOneHadNotRecorded() throws Exception {
    ChildJvm holder = lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    directory.cluster().run("scontrol", "requeue", directory.task(1, 0).toString());
    SlurmTestCluster.await(
        "the first attempt ends", () -> TaskProcesses.of(directory.task(1, 0)).isEmpty());
    holder.tell("release");
    directory.awaitState(1, 0, JobState.DONE);
    assertEquals(2, directory.job(1, 0).attempt());
    assertTrue(directory.log(1, 0).contains("attempt 2 on "), directory.log(1, 0));
    assertTrue(directory.log(1, 0).contains(": 0 samples missing"), directory.log(1, 0));
    assertUndisturbed();
  }

  @Test
  void unreachableCatalogIsWaitedFor() throws Exception {
    Path journal = Files.createDirectory(directory.path().resolve(".slurm_cache.sqlite-journal"));
    try {
      directory.openGate();
      awaitLog(TROUBLE);
    } finally {
      Files.delete(journal);
    }
    directory.awaitState(1, 0, JobState.DONE);
    awaitLog(RECOVERED);
    assertUndisturbed();
  }

  @Test
  void readOnlyFileSystemIsWaitedFor() throws Exception {
    String path = directory.path().toString();
    assumeTrue(runs("mount", "--bind", path, path), "file systems can be mounted here");
    try {
      assertTrue(runs("mount", "-o", "remount,ro,bind", path));
      directory.openGate();
      awaitLog(TROUBLE);
    } finally {
      assertTrue(runs("umount", path));
    }
    directory.awaitState(1, 0, JobState.DONE);
    awaitLog(RECOVERED);
    assertUndisturbed();
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    return Outcome.of(new ProcessBuilder(command)).exitCode() == 0;
  }
}
