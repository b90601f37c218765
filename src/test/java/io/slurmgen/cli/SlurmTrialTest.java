package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.Signals;
import io.slurmgen.TwoMounts.Kept;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands that try out with a task whether two nodes can take turns. */
@RequiresSlurm
@RequiresTwoMounts
class SlurmTrialTest extends TwoNodeCase {

  /** Submits from a process that gets Ctrl-C while it waits for the first task. */
  private void submitAndStopWaiting() throws Exception {
    holdTasks();
    ProcessBuilder submission = directory.process(generation(directory.params("text", "a"), 2));
    // A shell without a terminal lets what it runs in the background ignore Ctrl-C.
    submission.command().addAll(0, List.of("env", "--default-signal=INT"));
    Process process = submission.redirectErrorStream(true).start();
    try (BufferedReader said = process.inputReader();
        Signals signals = Signals.open()) {
      String line = said.readLine();
      while (!line.contains("waiting up to 60 s for the first task")) {
        line = said.readLine();
        assertFalse(line == null, "ended without waiting");
      }
      assertTrue(line.contains("Ctrl-C ends the waiting, not the jobs"), line);
      signals.send("INT", process.pid());
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(130, process.exitValue());
      assertEquals(Optional.empty(), Optional.ofNullable(said.readLine()));
      assertNoProbeIsLeft();
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertTriedOut(UserDirectory.Result result) throws Exception {
    assertEquals(ExitCode.DONE, result.exitCode(), result.out() + result.err());
    assertTrue(result.err().contains("and this node can take turns"), result.err());
    assertEquals(Optional.of(CoherenceVerdict.COHERENT), kept().map(probe -> probe.verdict()));
    assertNoProbeIsLeft();
  }

  @Test
  void waitingCanBeEndedAndWaitTriesItOut() throws Exception {
    start(Kept.UNTIL_OPENED);
    submitAndStopWaiting();
    assertEquals(Optional.empty(), kept());
    CompletableFuture<UserDirectory.Result> waiting =
        CompletableFuture.supplyAsync(() -> directory.run("wait", "--poll", "1", "1"));
    try {
      Await.until("wait invites tasks", this::isTrialOpen);
    } finally {
      letTasksStart();
    }
    UserDirectory.Result waited = waiting.get(2, TimeUnit.MINUTES);
    assertTriedOut(waited);
    assertTrue(waited.out().contains("40 of 40 samples"), waited.out());
    directory.done("verify");
  }

  private boolean isTrialOpen() throws Exception {
    try (Stream<Path> probes = Files.list(cache().probes())) {
      return probes.findAny().isPresent();
    }
  }

  @Test
  void retryTriesItOut() throws Exception {
    start(Kept.UNTIL_OPENED);
    submitAndStopWaiting();
    directory.done("cancel", "1", "-y");
    letTasksStart();
    UserDirectory.Result retried = directory.run("retry", "1");
    assertTrue(retried.err().contains("waiting up to 60 s for the first task"), retried.err());
    assertTriedOut(retried);
    awaitAll(1);
    directory.done("verify");
  }

  @Test
  void preprocessTriesItOut() throws Exception {
    start(Kept.UNTIL_OPENED);
    directory.done(
        "generate",
        "gated",
        "-n",
        "40",
        "--executor",
        "local",
        "-p",
        directory.params("text", "a"));
    UserDirectory.Result submitted =
        directory.run(
            "preprocess",
            "gated",
            "sum",
            "train",
            "40",
            "-p",
            "0",
            "-y",
            "--executor",
            "slurm",
            "--time",
            "10");
    assertTrue(submitted.err().contains("waiting up to 60 s for the first task"), submitted.err());
    assertTriedOut(submitted);
    awaitAll(2);
    directory.done("verify");
  }
}
