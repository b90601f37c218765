package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of submissions to Slurm, and for how long. */
@RequiresSlurm
@Timeout(180)
class SlurmGcTest {
  @TempDir Path temporary;
  private ClusterDirectory directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = ClusterDirectory.in(temporary);
  }

  @AfterEach
  void cancel() throws IOException {
    directory.close();
  }

  private Path folder(long submission) {
    return directory.path().resolve(".slurm_cache/.submissions").resolve("" + submission);
  }

  private List<String> files(long submission) throws IOException {
    if (!Files.exists(folder(submission))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder(submission))) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  @Test
  void finishedSubmissionsLoseLogsAndClassesAndFailedOnesKeepThem() throws Exception {
    long done = directory.generate(directory.params("text", "done"), 20, 2, "--wait");
    long failed = directory.generate(directory.params("fail_at", 5), 20, 1);
    directory.awaitState(failed, 0, JobState.FAILED);
    long running = directory.generate(directory.params("wait_at", 5), 20, 1);
    directory.awaitWaiting(1);
    List<String> kept = files(failed);
    int before = files(done).size();

    String dry = directory.done("gc", "--dry-run");
    assertEquals(before, files(done).size());
    String told = directory.done("gc");
    assertEquals(dry.replace("would free", "freed"), told);
    assertTrue(told.contains("classes of finished submissions: "), told);
    assertTrue(told.contains("logs of finished submissions: 2 files, "), told);
    assertTrue(told.contains("\nfreed %d files, ".formatted(before)), told);
    assertFalse(Files.exists(folder(done)));
    assertEquals(kept, files(failed));

    assertTrue(
        directory
            .done("status", Long.toString(done), "--task", "1")
            .endsWith("\njob 1: its output is gone, as gc removes that of finished submissions\n"));
    assertTrue(directory.done("status", "--all").contains("submission %d: ".formatted(done)));
    directory.done("list");
    assertTrue(
        directory.done("status", Long.toString(failed)).contains("no luck"), "its log is shown");

    directory.openGate();
    directory.done("wait", Long.toString(running), "--poll", "1");
    directory.done("retry", Long.toString(failed), "--all", "--wait", "--poll", "1");
    directory.done("gc");
    assertFalse(Files.exists(folder(failed)));
    assertTrue(Files.isDirectory(folder(running)), "the highest number is not given again");
    assertEquals(List.of(), files(running));
    assertEquals("nothing to remove\n", directory.done("gc"));
  }

  @Test
  void cancelledSubmissionCannotBeRetriedAfterwards() throws Exception {
    long id = directory.generate(directory.params("wait_at", 15), 20, 1);
    directory.awaitWaiting(1);
    directory.run("cancel", Long.toString(id));
    directory.awaitStateByStatus(id, 0, JobState.CANCELLED);
    directory.done("gc");
    assertEquals(List.of(), files(id));
    UserDirectory.Result retry = directory.run("retry", Long.toString(id));
    assertEquals(ExitCode.USER_MISTAKE, retry.exitCode(), retry.err());
    assertTrue(
        retry
            .err()
            .contains(
                "the code of submission 1 is gone, as gc removes that of finished submissions; to"
                    + " make its missing samples with the present code: slurm-gen generate"),
        retry.err());
    String status = directory.done("status", Long.toString(id));
    assertTrue(status.contains("of 20 samples"), status);
    assertTrue(status.contains("\n  " + retry.err().replaceFirst("slurm-gen: ", "")), status);
    assertFalse(status.contains(" retry "), status);
  }
}
