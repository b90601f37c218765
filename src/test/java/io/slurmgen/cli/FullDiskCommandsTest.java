package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Await;
import io.slurmgen.SmallDisk;
import io.slurmgen.TestSize;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands on a disk with room for a page, two pages, three and so on, and one on which so few
 * files can be made: each of their writes fails in one of these runs. A full quota is the same to
 * them.
 */
class FullDiskCommandsTest {

  private static final long PAGE = 4096;

  /** Pages from one run to the next. */
  private static final int STRIDE = TestSize.of("disk.stride", 8, 1);

  private static final String GENERATE =
      "generate noisy_sine %s 200 --njobs 2 --executor local --seed 5";
  private static final String MOVE = "move noisy_sine 70 train -y";
  private static final String PREPROCESS =
      "preprocess noisy_sine square_both train 70 -y --njobs 2 --executor local";

  private static final String REBUILD_CATALOG = "repair --rebuild-catalog";

  /** What is run, after what, and what is run once there is room again. */
  enum Case {
    GENERATE_FIRST(List.of(), GENERATE.formatted("-n"), GENERATE.formatted("--until")),
    GENERATE_MORE(
        List.of("generate noisy_sine -n 50 --executor local --seed 5"),
        GENERATE.formatted("--until"),
        GENERATE.formatted("--until")),
    MOVE_FIRST(List.of(GENERATE.formatted("-n")), MOVE, MOVE),
    MOVE_MORE(List.of(GENERATE.formatted("-n"), "move noisy_sine 30 test -y"), MOVE, MOVE),
    DERIVE(List.of(GENERATE.formatted("-n"), MOVE), PREPROCESS, PREPROCESS),
    EXPORT(
        List.of(GENERATE.formatted("-n")),
        "export noisy_sine raw --format csv -o raw.csv",
        "export noisy_sine raw --format csv -o raw.csv"),
    REBUILD(List.of(GENERATE.formatted("-n"), MOVE), REBUILD_CATALOG, REBUILD_CATALOG);

    private final List<String> before;
    private final String command;
    private final String again;

    Case(List<String> before, String command, String again) {
      this.before = before;
      this.command = command;
      this.again = again;
    }
  }

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource
  void failedWriteIsToldAndTheNextRunCompletes(Case tried) throws Exception {
    Path template = Files.createDirectory(temp.resolve("template"));
    run(UserDirectory.ofExample(template), tried.before);
    Path undisturbed = temp.resolve("undisturbed");
    copy(template, undisturbed);
    run(new UserDirectory(undisturbed), List.of(tried.command));
    StoredState expected = StoredState.of(undisturbed);
    int step = STRIDE;
    for (int pages = 0; step > 0; pages += step) {
      step = STRIDE * failsWith(template, tried, pages * PAGE, Long.MAX_VALUE, expected);
    }
    step = 1;
    for (int files = 0; step > 0; files += step) {
      step = failsWith(template, tried, Long.MAX_VALUE, files, expected);
    }
  }

  /** How much more room is to be tried next: none after a run that had enough. */
  private int failsWith(Path template, Case tried, long bytes, long files, StoredState expected)
      throws Exception {
    Path directory = temp.resolve("disk");
    Optional<SmallDisk> disk = SmallDisk.mount(directory, 2048);
    assumeTrue(disk.isPresent());
    try (SmallDisk mounted = disk.get()) {
      copy(template, directory);
      StoredState before = StoredState.of(directory);
      if (files == Long.MAX_VALUE) {
        mounted.leaveBytes(bytes);
      } else {
        mounted.leaveFiles(files);
      }
      String what = "%s with room for %d bytes and %d files: ".formatted(tried, bytes, files);
      Run run = new Run(directory, tried.command);
      run.thread.start();
      Await.until("end or trouble", () -> run.isOver() || run.waits());
      boolean waited = !run.isOver();
      if (!waited) {
        before.assertKept(directory, what + run.err());
      }
      mounted.release();
      ExitCode code = run.exitCode.get();
      if (code == ExitCode.FAILED) {
        assertClear(run.err(), directory, what + run.err());
      } else {
        assertEquals(ExitCode.DONE, code, what + run.err());
      }
      if (!StoredState.of(directory).equals(expected)) {
        assertEquals(ExitCode.FAILED, code, what + run.err());
        endProcess(directory);
        run(new UserDirectory(directory), List.of(tried.again));
      }
      assertEquals(expected, StoredState.of(directory), what + run.err());
      return waited ? 3 : code == ExitCode.DONE ? 0 : 1;
    }
  }

  /** A command in a thread of its own. */
  private static final class Run {
    private final TestTerminal terminal = TestTerminal.ofScript();
    private final FutureTask<ExitCode> exitCode;
    private final Thread thread;

    private Run(Path directory, String command) {
      exitCode = new FutureTask<>(() -> terminal.run(words(directory, command)));
      thread = new Thread(exitCode);
    }

    private boolean isOver() {
      return exitCode.isDone();
    }

    /** Tasks keep what cannot be recorded until it can. */
    private boolean waits() {
      return err().contains("recorded later");
    }

    private String err() {
      return terminal.err();
    }
  }

  private static String[] words(Path directory, String command) {
    String file = directory.resolve("raw.csv").toString();
    return Stream.concat(
            Stream.of("-C", directory.toString()),
            Stream.of(command.replace("raw.csv", file).split(" ")))
        .toArray(String[]::new);
  }

  /** A line names the file and the cause; no line is of a stack trace. */
  private static void assertClear(String err, Path directory, String what) {
    assertTrue(
        err.lines()
            .anyMatch(
                line ->
                    line.contains(directory.toString())
                        && line.contains("No space left on device")),
        what);
    assertFalse(err.contains("internal error") || err.contains("\tat "), what);
  }

  /** The failed command ran in this process, but would have ended its own. */
  private static void endProcess(Path directory) throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path catalog = directory.resolve(".slurm_cache.sqlite");
    if (Files.exists(catalog) && Files.size(catalog) > 0) {
      try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
          Statement statement = shell.createStatement()) {
        statement.executeUpdate("update submission set pid = " + ended.pid());
      }
    }
  }

  private static void run(UserDirectory user, List<String> commands) {
    for (String command : commands) {
      TestTerminal terminal = TestTerminal.ofScript();
      assertEquals(
          ExitCode.DONE, terminal.run(words(user.path(), command)), () -> command + terminal.err());
    }
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Files.createDirectories(to);
    assertEquals(0, new ProcessBuilder("cp", "-a", from + "/.", to + "/").start().waitFor());
  }
}
