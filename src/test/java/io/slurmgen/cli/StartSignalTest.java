package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.SqlMain;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a task that cannot start yet, as somebody reads the catalog. */
class StartSignalTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path temp;
  private Path directory;
  private CacheDirectory cache;
  private UserDirectory user;

  @Test
  void taskEndsWithoutATraceAndIsRunAgain() throws Exception {
    failedSubmission();
    JobRow before = job();
    Path log = temp.resolve("log");
    try (ChildJvm reader = ChildJvm.start(SqlMain.class, cache.catalog())) {
      reader.tell("begin");
      assertEquals("done", reader.readLine());
      reader.tell("select count(*) from job");
      assertEquals("1", reader.readLine());
      Process task = task(log);
      Await.until("it waits", () -> Files.readString(log).contains("waiting for it"));
      task.destroy();
      assertEquals(SIGTERM_EXIT, task.waitFor());
      String said = Files.readString(log);
      assertTrue(said.contains("stopped by a signal before it has started"), said);
      assertFalse(said.contains("at io.slurmgen"), said);
      reader.tell("commit");
      assertEquals("done", reader.readLine());
    }
    assertEquals(before, job());
    assertEquals(ExitCode.DONE, user.run("verify").exitCode());
    assertEquals(ExitCode.DONE.number(), task(temp.resolve("log2")).waitFor());
    assertEquals(20, job().recorded());
    assertEquals(JobState.DONE, job().state());
    assertFalse(Files.exists(Path.of(cache.catalog() + "-journal")));
  }

  /** One job with 10 of 20 samples, and the classes that its task runs. */
  private void failedSubmission() throws Exception {
    directory = Files.createDirectory(temp.resolve("user"));
    cache = new CacheDirectory(directory);
    user = new UserDirectory(directory);
    try (var source = StartSignalTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    Path gate = temp.resolve("gate");
    String params = "{'gate': '" + gate + "', 'fail_at': 10}";
    List<String> words = new ArrayList<>(List.of("generate", "gated", "-n", "20", "-p", params));
    words.addAll(List.of("--njobs", "1", "--executor", "local"));
    assertEquals(ExitCode.FAILED, user.run(words.toArray(String[]::new)).exitCode());
    Files.createFile(gate);
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), cache.classes())) {
      compiled.classes().copyTo(cache.submissionClasses(1));
    }
  }

  private Process task(Path log) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("-C", directory.toString(), "task", "1", "0", "--time", "60"));
    return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private JobRow job() throws IOException {
    try (Catalog catalog = Catalog.open(cache, Clock.systemUTC()).orElseThrow()) {
      return catalog.submissions().find(1).orElseThrow().jobs().get(0);
    }
  }
}
