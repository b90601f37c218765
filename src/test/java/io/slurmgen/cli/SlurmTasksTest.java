package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks get from those who submit them, and what can be seen of them. */
@RequiresSlurm
class SlurmTasksTest {
  private static final String NASTY = "it's a $HOME \"50%a\"\n`ünï` #1;";

  @TempDir Path temporary;

  @Test
  void anyPathAndAnyParametersArriveUnchanged() throws Exception {
    Path path = Files.createDirectory(temporary.resolve(NASTY));
    try (ClusterDirectory directory = ClusterDirectory.at(path, path.resolve("gate"))) {
      String params = directory.params("text", NASTY + "\\ ' \" $(touch x)");
      directory.openGate();
      directory.generate(params, 20, 2, "--wait", "--poll", "1");
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
    }
  }

  @Test
  void directoryThatSlurmCannotHandleIsRefusedBeforeAnythingIsMade() throws Exception {
    Path path = Files.createDirectory(temporary.resolve("a\\b"));
    try (ClusterDirectory directory = ClusterDirectory.at(path, path.resolve("gate"))) {
      UserDirectory.Result refused =
          directory.run("generate", "gated", "-n", "2", "--time", "1", "--executor", "slurm");
      assertEquals(ExitCode.USER_MISTAKE, refused.exitCode());
      assertTrue(refused.err().contains("path with a backslash"), refused.err());
      assertEquals("no submissions\n", withoutSubmissions(directory.done("status")));
    }
  }

  private static String withoutSubmissions(String status) {
    return status.replace("no unfinished submissions", "no submissions");
  }

  @Test
  void tasksRunTheClassesThatWereSubmitted() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      directory.openGate();
      String params = directory.params("wait_at", -1);
      directory.generate(params, 20, 1, "--sbatch", "--hold");
      Path source = directory.path().resolve("Datasets.java");
      String code = Files.readString(source);
      Files.writeString(source, code.replace("random.nextDouble()", "0.5"));
      directory.cluster().run("scontrol", "release", directory.task(1, 0).job().toString());
      directory.done("wait", "--poll", "1", "1");
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
      assertFalse(directory.done("list").contains("versions of the code"));

      directory.generate(params, 5, 1, "--wait", "--poll", "1");
      assertTrue(directory.done("list").contains("made by 2 versions of the code"));
    }
  }

  @Test
  void setupRunsFirstAndMayBringItsOwnJava() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      Path own =
          StandIns.script(
              temporary.resolve("bin/java"),
              "echo own java for $GREETING; date +%s%N; exec " + java + " \"$@\"");
      Path source = directory.path().resolve("Datasets.java");
      String setup = "setup = {\"export GREETING='hello world'\", \"PATH=%s:$PATH\"}, memPerCpu";
      Files.writeString(
          source,
          Files.readString(source)
              .replaceFirst("memPerCpu", setup.formatted(own.getParent()).replace("$", "\\$")));
      directory.openGate();
      directory.generate(directory.params("wait_at", -1), 20, 1, "--wait", "--poll", "1");
      assertTrue(directory.log(1, 0).startsWith("own java for hello world\n"), directory.log(1, 0));
      long beforeJava = Long.parseLong(directory.log(1, 0).lines().toList().get(1));
      assertStartUpBeganBefore(directory, beforeJava);
    }
  }

  private static void assertStartUpBeganBefore(ClusterDirectory directory, long nanos)
      throws Exception {
    long attemptMillis = directory.job(1, 0).newest().orElseThrow().started().toEpochMilli();
    try (Catalog catalog = directory.catalog()) {
      long startUp = catalog.timings().ofDataset("gated").get(0).startupNanos();
      long atLeast = attemptMillis * 1_000_000 - nanos;
      assertTrue(startUp > atLeast && atLeast > 0, startUp + " ns, at least " + atLeast);
    }
  }

  @Test
  void dryRunShowsWhatWouldBeSubmittedAndMakesNothing() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String out =
          directory.done(
              "generate",
              "gated",
              "-n",
              "40",
              "--njobs",
              "4",
              "--time",
              "1:30:00",
              "--dry-run",
              "--max-parallel",
              "2",
              "--sbatch",
              "--qos=test",
              "--executor",
              "slurm");
      assertTrue(
          out.contains("\ntime:      limit 01:30:00; not known before the first run\n"), out);
      assertTrue(
          out.contains("\n40 samples, 4 jobs, time limit 01:30:00, at most 6.0 CPU hours\n"), out);
      assertTrue(out.contains("\nsbatch --job-name=sg-gated-1-"), out);
      assertTrue(out.contains(" --qos=test --mem-per-cpu=300M --parsable --array=0-3%2 "), out);
      assertTrue(out.contains("\n#!/bin/bash\n"), out);
      assertTrue(out.endsWith("\nexec \"$@\"\n\n"), out);
      try (Stream<Path> files = Files.list(directory.path())) {
        List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
        assertEquals(List.of("Datasets.java"), names);
      }
    }
  }

  @Test
  void statusTellsHowFarRunningAndWaitingJobsAre() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params("wait_at", 15);
      long id = directory.generate(params, 60, 3, "--max-parallel", "1");
      directory.awaitRecorded(id, 0, 10);
      // Slurm has another reason until its scheduler has looked at the waiting tasks.
      Await.untilMatches(
          "submission 1: gated 0, 10 of 60 samples, jobs 2 pending \\(JobArrayTaskLimit\\), "
              + "1 running, \\S+ samples a second, .* left\n",
          () -> directory.done("status"));
      assertUntilCountsWhatIsComing(directory, params);
      directory.openGate();
      directory.done("wait", "--poll", "1", "1");
      assertEquals("no unfinished submissions\n", directory.done("status"));
    }
  }

  @Test
  void waitTellsWhyJobsArePending() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      directory.openGate();
      long id = directory.generate(directory.params("wait_at", -1), 20, 2, "--sbatch", "--hold");
      String job = directory.task(id, 0).job().toString();
      Process wait =
          directory
              .process("wait", "--poll", "1")
              .redirectError(temporary.resolve("said").toFile())
              .start();
      try {
        Await.until(
            "reason",
            () ->
                Files.readString(temporary.resolve("said"))
                    .startsWith("2 jobs pending (JobHeldUser)\n"));
        directory.cluster().run("scontrol", "release", job);
        assertEquals(0, wait.waitFor());
      } finally {
        wait.destroyForcibly();
      }
    }
  }

  private static void assertUntilCountsWhatIsComing(ClusterDirectory directory, String params) {
    String planned =
        directory.done(
            "generate", "gated", "--until", "70", "-p", params, "--time", "1", "--dry-run");
    assertTrue(planned.startsWith("10 samples of gated, parameter set 0\n"), planned);
  }

  @Test
  void statusAsJson() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      directory.generate(directory.params(Map.of("fail_at", 5)), 20, 2);
      directory.run("wait", "--poll", "1", "1");
      JsonNode one =
          new ObjectMapper().readTree(directory.done("status", "--json", "1")).at("/submissions/0");
      assertEquals(1, one.get("submission").asInt());
      assertEquals("gated", one.get("dataset").asText());
      assertEquals("slurm", one.get("executor").asText());
      assertEquals(20, one.get("samples").asInt());
      assertEquals(10, one.get("recorded").asInt());
      assertEquals("{\"failed\":2}", one.get("jobs").toString());
      JsonNode failed = one.at("/failed/1");
      assertEquals(1, failed.get("job").asInt());
      assertEquals("failed", failed.get("state").asText());
      assertEquals("GENERATOR", failed.get("reason").asText());
      assertTrue(failed.get("error").asText().startsWith("sample 15: Datasets.gated"));
      assertTrue(failed.get("node").asText().matches("n[1-4]"));
      assertTrue(Files.exists(Path.of(failed.get("log").asText())));
      assertEquals(5, failed.get("recorded").asInt());
    }
  }

  @Test
  void taskThatCannotEvenStartIsSeenWithItsOutput() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      Path source = directory.path().resolve("Datasets.java");
      Files.writeString(
          source,
          Files.readString(source)
              .replaceFirst(
                  "memPerCpu", "setup = {\"echo no such module >&2\", \"exit 3\"}, memPerCpu"));
      directory.generate(directory.params("wait_at", -1), 20, 1);
      directory.awaitExitCode(directory.task(1, 0));
      assertEquals(ExitCode.FAILED, directory.run("wait", "--poll", "1").exitCode());
      assertEquals(JobState.FAILED, directory.job(1, 0).state());
      String status = directory.done("status", "1");
      assertTrue(status.contains("job 0 failed: FAILED"), status);
      assertTrue(
          status.matches("(?s).* on n\\d \\(exit code 3:0\\); 0 of 20 samples, log .*"), status);
      assertTrue(status.contains("\nno such module\n"), status);
    }
  }

  /** Slurm's own messages are in the log of the task that they are about. */
  @Test
  void messagesOfSlurmAreInTheLog() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      directory.generate(directory.params("wait_at", 5), 20, 1);
      directory.awaitState(1, 0, JobState.RUNNING);
      directory.done("cancel", "1");
      directory.awaitStateByStatus(1, 0, JobState.CANCELLED);
      directory.awaitLog(1, 0, "slurmstepd\\S*: error: .* CANCELLED AT ");
    }
  }
}
