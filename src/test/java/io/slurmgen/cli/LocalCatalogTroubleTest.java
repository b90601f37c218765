package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on this machine whose catalog becomes useless meanwhile: it has nothing to wait for. */
class LocalCatalogTroubleTest {
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
          Files.writeString(Path.of(p.gate + ".begun"), "");
          while (!Files.exists(Path.of(p.gate))) { Thread.onSpinWait(); }
          return Stream.generate(() -> new Sample<>(random.nextDouble(), 1.0));
        }
      }
      """;

  @TempDir private Path temp;
  private UserDirectory user;
  private Path gate;
  private Path catalog;

  @BeforeEach
  void write() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("user"));
    Files.writeString(directory.resolve("Datasets.java"), SOURCE);
    user = new UserDirectory(directory);
    gate = temp.resolve("gate");
    catalog = directory.resolve(".slurm_cache.sqlite");
  }

  /** Begins to generate, does something, and lets it go on. */
  private UserDirectory.Result generateAfter(Step step) throws Exception {
    String[] words = {
      "generate",
      "gated",
      "-n",
      "20",
      "--njobs",
      "1",
      "--executor",
      "local",
      "-p",
      "{'gate': '" + gate + "'}"
    };
    FutureTask<UserDirectory.Result> run = new FutureTask<>(() -> user.run(words));
    Thread thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
    Path begun = temp.resolve("gate.begun");
    Await.until("the generator runs", () -> run.isDone() || Files.exists(begun));
    step.run();
    Files.createFile(gate);
    return run.get();
  }

  /** What happens meanwhile. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void damage() throws IOException {
    try (FileChannel file = FileChannel.open(catalog, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(4096), 0);
    }
  }

  private static long lines(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void damagedCatalogEndsItWithOneLineThatSaysHowToGoOn() throws Exception {
    UserDirectory.Result result = generateAfter(this::damage);
    assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
    assertEquals(1, lines(result.err(), catalog.toString()), result.err());
    assertTrue(result.err().contains("repair --rebuild-catalog"), result.err());
    user.must("repair", "--rebuild-catalog");
    assertTrue(user.run("list").out().contains("20"), user.run("list").out());
  }
}
