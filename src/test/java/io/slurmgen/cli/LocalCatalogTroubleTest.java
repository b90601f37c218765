package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Await;
import io.slurmgen.SmallDisk;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
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
        public static Stream<Sample<Double, Double>> gated(long size, P p, RandomGenerator random) {
          int[] made = {0};
          return Stream.generate(() -> {
            if (made[0]++ == 7) { await(p.gate); }
            return new Sample<>(random.nextDouble(), 1.0);
          });
        }

        private static void await(String gate) {
          try {
            Files.writeString(Path.of(gate + "." + ProcessHandle.current().pid()), "");
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          while (!Files.exists(Path.of(gate))) { Thread.onSpinWait(); }
        }
      }
      """;

  @TempDir private Path temp;
  private UserDirectory user;
  private Path gate;
  private Path catalog;

  @BeforeEach
  void write() throws IOException {
    writeIn(Files.createDirectory(temp.resolve("user")));
  }

  private void writeIn(Path directory) throws IOException {
    Files.writeString(directory.resolve("Datasets.java"), SOURCE);
    user = new UserDirectory(directory);
    gate = temp.resolve("gate");
    catalog = directory.resolve(".slurm_cache.sqlite");
  }

  private String[] generate() {
    String parameters = "{'gate': '" + gate + "'}";
    String command = "generate gated -n 20 --njobs 1 --executor local -p";
    return Stream.concat(Stream.of(command.split(" ")), Stream.of(parameters))
        .toArray(String[]::new);
  }

  /** Begins to generate, does something when seven samples are made, and lets it go on. */
  private UserDirectory.Result generateAfter(Step step) throws Exception {
    FutureTask<UserDirectory.Result> run = new FutureTask<>(() -> user.run(generate()));
    start(run);
    awaitGenerator(ProcessHandle.current().pid(), run::isDone);
    step.run();
    Files.createFile(gate);
    return run.get();
  }

  private static void start(Runnable run) {
    Thread thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
  }

  /** Until seven samples are made and the first five recorded, so that nothing is written now. */
  private void awaitGenerator(long pid, Callable<Boolean> isOver) throws Exception {
    Path begun = temp.resolve("gate." + pid);
    Await.until(
        "the generator waits",
        () -> isOver.call() || Files.exists(begun) && user.run("list").out().contains("raw 5"));
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

  private void assertEndsWithOneLine(UserDirectory.Result result, String... parts) {
    assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
    for (String part : parts) {
      assertEquals(1, lines(result.err(), part), result.err());
    }
  }

  @Test
  void folderInPlaceOfSqlitesJournalEndsItAtOnce() throws Exception {
    Path journal = user.path().resolve(".slurm_cache.sqlite-journal");
    UserDirectory.Result result = generateAfter(() -> Files.createDirectory(journal));
    assertEndsWithOneLine(result, journal.toString());
    Files.delete(journal);
    assertTrue(user.run("list").out().contains("20"), user.run("list").out());
  }

  @Test
  void folderInPlaceOfTheJournalOfMovesIsSaidBeforeAnythingRuns() throws Exception {
    user.must("generate", "gated", "-n", "5", "--executor", "local", "-p", "{}");
    Path journal = user.path().resolve(".slurm_cache/moves.journal");
    Files.delete(journal);
    Files.createDirectory(journal);
    assertEndsWithOneLine(user.run(generate()), journal.toString());
    Files.delete(journal);
    Files.createFile(gate);
    user.must(generate());
    user.must("verify");
  }

  @Test
  void missingInodesAreWaitedForAndReportedOnce() throws Exception {
    Optional<SmallDisk> disk = SmallDisk.mount(temp.resolve("disk"), 2048);
    assumeTrue(disk.isPresent());
    try (SmallDisk mounted = disk.get()) {
      writeIn(Files.createDirectory(temp.resolve("disk/user")));
      TestTerminal terminal = TestTerminal.ofScript();
      FutureTask<ExitCode> run =
          new FutureTask<>(
              () ->
                  terminal.run(
                      Stream.concat(Stream.of("-C", user.path().toString()), Stream.of(generate()))
                          .toArray(String[]::new)));
      start(run);
      awaitGenerator(ProcessHandle.current().pid(), run::isDone);
      mounted.leaveFiles(0);
      Files.createFile(gate);
      Await.until("trouble", () -> run.isDone() || terminal.err().contains("recorded later"));
      mounted.release();
      assertEquals(ExitCode.DONE, run.get(), terminal.err());
      assertEquals(1, lines(terminal.err(), "recorded later"), terminal.err());
      assertEquals(1, lines(terminal.err(), "cannot be opened"), terminal.err());
      assertTrue(terminal.err().contains("No space left on device"), terminal.err());
      assertTrue(user.run("list").out().contains("20"), user.run("list").out());
    }
  }

  @Test
  void limitOfFileSizesEndsItAtOnce() throws Exception {
    Path said = temp.resolve("said");
    List<String> words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("-C", user.path().toString()));
    words.addAll(List.of(generate()));
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    awaitGenerator(process.pid(), () -> !process.isAlive());
    String[] limit = {"prlimit", "--pid", Long.toString(process.pid()), "--fsize=8192"};
    assertEquals(0, new ProcessBuilder(limit).inheritIO().start().waitFor());
    Files.createFile(gate);
    int code = process.waitFor();
    String text = Files.readString(said);
    assertEquals(ExitCode.FAILED.number(), code, text);
    assertEquals(1, lines(text, "ulimit -f"), text);
    assertTrue(user.run("list").out().contains("20"), user.run("list").out());
  }
}
