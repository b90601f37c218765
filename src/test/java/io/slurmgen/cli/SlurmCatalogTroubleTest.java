package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Await;
import io.slurmgen.ChildJvm;
import io.slurmgen.disk.LockMain;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that cannot be written while a task runs does not stop the task, and loses nothing. */
@RequiresSlurm
class SlurmCatalogTroubleTest {
  private static final String TROUBLE = "samples stay in their segments and are recorded later";
  private static final String RECOVERED = "the catalog can be written again";

  @TempDir Path temporary;
  private ClusterDirectory directory;
  private String params;
  private Path log;
  private ChildJvm holder;

  /** A task with 60 samples that has recorded 20, made 25, and waits. */
  @BeforeEach
  void startTask() throws Exception {
    directory = ClusterDirectory.in(temporary);
    params = directory.params("wait_at", 25);
    directory.generate(params, 60, 1);
    directory.awaitRecorded(1, 0, 20);
    directory.awaitWaiting(1);
    log = directory.logFile(1, 0);
  }

  @AfterEach
  void cancel() throws IOException {
    if (holder != null) {
      holder.close();
    }
    directory.close();
  }

  private void assertUndisturbed() throws IOException {
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
  }

  private void lockCatalog() throws IOException {
    holder = ChildJvm.start(LockMain.class, directory.path().resolve(".slurm_cache.lock"));
    assertTrue(holder.readLine().startsWith("locked"));
  }

  private void awaitAllOnDisk() throws Exception {
    Await.until("60 samples on disk", () -> directory.samplesOnDisk("J1-1") == 60);
  }

  private void awaitLog(String text) throws Exception {
    Await.until(text, () -> Files.readString(log).contains(text));
  }

  private void killTask() throws Exception {
    ProcessHandle jvm = directory.jvm(directory.task(1, 0));
    jvm.destroyForcibly();
    jvm.onExit().get(2, TimeUnit.MINUTES);
  }

  /** The notes of segments with chunks that are not recorded. */
  private Stream<Path> notes() throws IOException {
    Path notes = directory.path().resolve(".slurm_cache/.unrecorded");
    return Files.isDirectory(notes) ? Files.list(notes) : Stream.of();
  }

  @Test
  void samplesMadeWhileTheCatalogIsLockedForHalfAMinuteAreRecordedAfterwards() throws Exception {
    long startNanos = System.nanoTime();
    lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    awaitLog(TROUBLE);
    Await.until(
        "half a minute", () -> System.nanoTime() - startNanos > Duration.ofSeconds(30).toNanos());
    assertEquals(20, directory.job(1, 0).recorded());
    holder.tell("release");
    directory.awaitState(1, 0, JobState.DONE);
    awaitLog(RECOVERED);
    try (Stream<Path> notes = notes()) {
      assertEquals(List.of(), notes.toList());
    }
    assertUndisturbed();
  }

  @Test
  void nextCommandRecordsWhatATaskInTroubleLeftBehind() throws Exception {
    lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    awaitLog(TROUBLE);
    killTask();
    holder.tell("release");
    assertTrue(directory.done("list").contains("raw 60"));
    directory.awaitStateByStatus(1, 0, JobState.DONE);
    assertEquals(1, directory.job(1, 0).attempt());
    assertUndisturbed();
  }

  @Test
  void chunksThatAKilledTaskHadNotRecordedAreRecordedWhenItsEndIsSeen() throws Exception {
    lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    killTask();
    // If it has given up on the lock before, it has left a note: nothing may point at its segment.
    try (Stream<Path> notes = notes()) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    holder.tell("release");
    directory.awaitStateByStatus(1, 0, JobState.DONE);
    assertEquals(1, directory.job(1, 0).attempt());
    assertUndisturbed();
  }

  @Test
  void requeuedTaskGoesOnAfterWhatTheKilledOneHadNotRecorded() throws Exception {
    lockCatalog();
    directory.openGate();
    awaitAllOnDisk();
    directory.cluster().run("scontrol", "requeue", directory.task(1, 0).toString());
    Await.until(
        "the first attempt ends",
        () -> TaskProcesses.of(directory.task(1, 0), directory.path()).isEmpty());
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
