package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose place another attempt has taken. */
class SupersededTaskTest {
  private static final String SOURCE =
      """
      import io.slurmgen.dataset.*;
      import java.nio.file.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.Stream;

      public class Datasets {
        public static class P { public String gate = ""; }

        @Generator(cacheEvery = 5)
        public static Stream<Sample<Double, Double>> gated(long size, P p, RandomGenerator random)
            throws java.io.IOException {
          Files.writeString(Path.of(p.gate + "." + ProcessHandle.current().pid()), "");
          while (!Files.exists(Path.of(p.gate))) { Thread.onSpinWait(); }
          return Stream.generate(() -> new Sample<>(random.nextDouble(), 1.0));
        }
      }
      """;

  @TempDir private Path temp;

  @Test
  void itSaysSoAndNotThatItsCodeHasEndedTheProcess() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("user"));
    Files.writeString(directory.resolve("Datasets.java"), SOURCE);
    CacheDirectory cache = new CacheDirectory(directory);
    UserDirectory user = new UserDirectory(directory);
    CompletableFuture<UserDirectory.Result> local =
        CompletableFuture.supplyAsync(
            () ->
                user.run(
                    "generate",
                    "gated",
                    "-n",
                    "20",
                    "--njobs",
                    "1",
                    "--executor",
                    "local",
                    "-p",
                    "{'gate': '" + temp.resolve("gate") + "'}"));
    awaitGenerator(ProcessHandle.current().pid());
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), cache.classes())) {
      compiled.classes().copyTo(cache.submissionClasses(1));
    }
    Path log = temp.resolve("log");
    Process task =
        process(directory, "task", "1", "0", "--time", "60")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    awaitGenerator(task.pid());
    try (Catalog catalog = Catalog.open(cache, Clock.systemUTC()).orElseThrow()) {
      catalog
          .attempts()
          .start(new AttemptStart(1, 0, "n", Optional.empty(), Optional.empty(), "code"));
    }
    Files.createFile(temp.resolve("gate"));
    assertEquals(ExitCode.FAILED.number(), task.waitFor());
    String said = Files.readString(log);
    assertTrue(said.contains("attempt 2 of job 0 of submission 1 is superseded"), said);
    assertFalse(said.contains("System.exit"), said);
    assertEquals(ExitCode.FAILED, local.get().exitCode());
  }

  private void awaitGenerator(long pid) throws Exception {
    Await.until("the generator runs", () -> Files.exists(temp.resolve("gate." + pid)));
  }

  /** A command in a process of its own. */
  private static ProcessBuilder process(Path directory, String... words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    all.addAll(List.of("-C", directory.toString()));
    all.addAll(List.of(words));
    return new ProcessBuilder(all);
  }
}
