package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that end before their time: what they have made stays, and the rest is the same. */
@RequiresSlurm
class SlurmSurvivalTest {
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

  private void assertUndisturbed(String params, long samples) throws IOException {
    directory.assertAsUndisturbed(temporary.resolve("local"), params, samples);
  }

  @Test
  void cancelledTaskKeepsWhatItMadeAndRetryMakesTheRest() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 80, 2);
    directory.awaitRecorded(id, 0, 20);
    directory.awaitRecorded(id, 1, 20);
    directory.awaitWaiting(2);
    directory.cluster().run("scancel", directory.task(id, 0).toString());
    directory.awaitState(id, 0, JobState.INTERRUPTED);
    assertEquals(25, directory.job(id, 0).recorded());
    directory.awaitStateByStatus(id, 0, JobState.CANCELLED);
    assertTrue(directory.log(id, 0).contains("25 samples made"), directory.log(id, 0));

    directory.openGate();
    String status = directory.run("retry", "--wait", "--poll", "1", Long.toString(id)).out();
    assertTrue(status.contains("80 of 80 samples, jobs 2 done"), status);
    assertEquals(2, directory.job(id, 0).attempt());
    assertEquals(1, directory.job(id, 1).attempt());
    assertUndisturbed(params, 80);
  }

  @Test
  void cancelCommandEndsRunningAndWaitingTasks() throws Exception {
    long id = directory.generate(directory.params("wait_at", 5), 60, 3, "--max-parallel", "1");
    directory.awaitState(id, 0, JobState.RUNNING);
    String out = directory.done("cancel", Long.toString(id));
    assertEquals("submission " + id + ": 3 jobs cancelled\n", out);
    for (int number = 0; number < 3; number++) {
      directory.awaitStateByStatus(id, number, JobState.CANCELLED);
    }
    assertEquals(
        "submission " + id + " has no unfinished jobs\n",
        directory.done("cancel", Long.toString(id)));
  }

  @Test
  void cancelEndsTasksAlsoWhenSlurmsAnswersAreNotUnderstood() throws Exception {
    long id = directory.generate(directory.params("wait_at", 5), 60, 1, "--sbatch", "--hold");
    Path bin = temporary.resolve("bin");
    StandIns.script(bin.resolve("squeue"), "echo what?");
    ProcessBuilder cancel = directory.process("cancel", Long.toString(id));
    cancel.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    Outcome outcome = Outcome.of(cancel);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("Slurm's answer is not understood"), outcome.err());
    directory.awaitSlurm(directory.task(id, 0), SlurmState.CANCELLED);
  }

  @Test
  void requeuedTaskMakesOnlyTheRestAndWaitWaitsForIt() throws Exception {
    String params = directory.params("wait_at", 25);
    long id = directory.generate(params, 60, 1);
    directory.awaitWaiting(1);
    TaskId task = directory.task(id, 0);
    CompletableFuture<UserDirectory.Result> waited =
        CompletableFuture.supplyAsync(
            () -> directory.run("wait", "--poll", "1", Long.toString(id)));
    directory.cluster().run("scontrol", "requeue", task.toString());
    // What the second attempt finds missing is what the first has not recorded.
    directory.awaitLog(id, 0, "attempt 2 on \\S+: 35 samples missing\n");
    assertEquals(25, directory.samplesOnDisk("J1-1"));
    directory.openGate();
    assertEquals(ExitCode.DONE, waited.get().exitCode(), waited.get().out());
    assertEquals(2, directory.job(id, 0).attempt());
    directory.awaitSlurm(task, SlurmState.COMPLETED);
    assertUndisturbed(params, 60);
  }

  @Test
  void interruptedTaskIsOverWhenSlurmSaysSo() throws Exception {
    long id = directory.generate(directory.params("wait_at", 15), 60, 1);
    directory.awaitRecorded(id, 0, 10);
    directory.awaitWaiting(1);
    CompletableFuture<UserDirectory.Result> waited =
        CompletableFuture.supplyAsync(
            () -> directory.run("wait", "--poll", "1", Long.toString(id)));
    directory.jvm(directory.task(id, 0)).destroy();
    assertEquals(ExitCode.FAILED, waited.get().exitCode());
    String status = waited.get().out();
    // What follows the state has the exit code, unless Slurm's accounting does not know it yet.
    assertTrue(
        status.matches(
            "(?s).*job 0 interrupted: stopped by a signal; FAILED( after [^(\n]*)?( on n\\d)?"
                + "( \\(exit code (143|15):0\\))?; 15 of 60 samples.*"),
        status);
  }

  @Test
  void killedTaskLosesAtMostItsLastChunk() throws Exception {
    String params = directory.params("wait_at", 35);
    long id = directory.generate(params, 60, 1);
    directory.awaitRecorded(id, 0, 30);
    directory.jvm(directory.task(id, 0)).destroyForcibly();
    directory.awaitExitCode(directory.task(id, 0));
    directory.awaitStateByStatus(id, 0, JobState.FAILED);
    JobRow job = directory.job(id, 0);
    assertEquals(30, job.recorded());
    assertTrue(job.error().orElse("").matches("FAILED .*exit code 0:9.*"), job.toString());
    tear(directory.path().resolve(".slurm_cache"));

    directory.openGate();
    directory.done("retry", "--wait", "--poll", "1", Long.toString(id));
    assertUndisturbed(params, 60);
  }

  /** Leaves a part of a chunk at the end of the only segment, as a kill during an append does. */
  private static void tear(Path cache) throws IOException {
    try (var files = Files.walk(cache)) {
      Path segment = files.filter(file -> file.toString().endsWith(".arrows")).findFirst().get();
      byte[] bytes = Files.readAllBytes(segment);
      int half = bytes.length / 4;
      byte[] tail = Arrays.copyOfRange(bytes, bytes.length - 2 * half, bytes.length - half);
      Files.write(segment, tail, StandardOpenOption.APPEND);
    }
  }

  @Test
  void failingGeneratorIsRetriedOnlyWhenAskedFor() throws Exception {
    String params = directory.params("fail_at", 30);
    long id = directory.generate(params, 80, 2);
    UserDirectory.Result waited = directory.run("wait", "--poll", "1", Long.toString(id));
    assertEquals(ExitCode.FAILED, waited.exitCode());
    JobRow job = directory.job(id, 1);
    assertEquals(Optional.of(EndReason.GENERATOR), job.reason());
    assertEquals(30, job.recorded());
    assertFailureIsTold(waited.out(), job);

    UserDirectory.Result refused = directory.run("retry", "1");
    assertEquals(ExitCode.FAILED, refused.exitCode());
    assertTrue(
        refused.err().startsWith("submission 1: 2 jobs left out, whose generator failed")
            && refused
                .err()
                .matches("[^\n]+; to run them again: slurm-gen -C \\S+ retry 1 --all\n"),
        refused.err());
    assertEquals("", refused.out());
    assertEquals(1, directory.job(id, 1).attempt());

    directory.openGate();
    directory.done("retry", "--all", "--wait", "--poll", "1", "1");
    assertUndisturbed(params, 80);
  }

  private void assertFailureIsTold(String waited, JobRow job) throws IOException {
    String error = job.error().orElseThrow();
    assertTrue(
        error.matches(
            "sample 70: Datasets.gated \\(Datasets.java:\\d+\\) failed: "
                + "java.lang.IllegalStateException: no luck"),
        error);
    String log =
        directory.path() + "/.slurm_cache/.submissions/1/logs/" + directory.task(1, 1) + ".log";
    String node = job.newest().orElseThrow().node();
    assertTrue(node.matches("n[1-4]"), node);
    assertTrue(
        waited.contains(
            "  job 1 failed: %s; 30 of 40 samples, on %s, log %s\n".formatted(error, node, log)),
        waited);
    assertTrue(waited.contains(" retry 1 --all\n"), waited);
    String status = directory.done("status", "1");
    assertTrue(status.contains("--- job 1, " + log + "\n"), status);
    assertTrue(status.contains("\nwith sample 30\n\tat Datasets$Gated.next("), status);
    assertTrue(status.contains("\n30 samples made\nslurm-gen: " + error + "\n"), status);
  }
}
