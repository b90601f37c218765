package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.slurmgen.Seeds;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands that somebody mistyped, or typed to do harm: each is answered with one line, within a
 * second of processor time and little memory, and leaves every file as it was.
 *
 * <p>{@code -Dfuzz.rounds=100000} tries more of them, {@code -Dfuzz.seed=new} others.
 */
class HostileArgumentsTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long MOST_BYTES = 256L << 20;
  private static final int LONGEST_MESSAGE = 5000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Each would do nothing but tell, if the word in place of ? were right. */
  private static final List<String> HARMLESS =
      List.of(
          "generate noisy_sine --executor local --dry-run -n ?",
          "generate noisy_sine --executor local --dry-run -n 5 -p ?",
          "generate noisy_sine --executor local --dry-run -n 5 --njobs ?",
          "generate noisy_sine --executor local --dry-run -n 5 --workers ?",
          "generate noisy_sine --executor local --dry-run -n 5 --seed ?",
          "generate noisy_sine --executor local --dry-run -n 5 --time ?",
          "generate noisy_sine --executor local --dry-run -n 5 --sbatch ?",
          "generate noisy_sine --executor local --dry-run -n 5 --max-parallel ?",
          "generate noisy_sine --executor ? --dry-run -n 0",
          "generate noisy_sine --executor local --dry-run --until ?",
          "generate noisy_sine --executor local --dry-run -n 5 ?",
          "generate ? --executor local --dry-run -n 5",
          "list ?",
          "list --json ?",
          "move ? 5 train",
          "move noisy_sine ? train",
          "move noisy_sine 5 ?",
          "move noisy_sine 5 train -p ?",
          "preprocess ? square_both train 1000 --executor local",
          "preprocess noisy_sine ? train 1000 --executor local",
          "preprocess noisy_sine square_both ? 1000 --executor local",
          "preprocess noisy_sine square_both train 1000 --executor local -p ?",
          "export ? none -o x",
          "export noisy_sine none -o ?",
          "export noisy_sine none -o x --format ?",
          "export noisy_sine none -o x -n ?",
          "export noisy_sine none -o x -p ?",
          "status ? --executor",
          "wait x ?",
          "retry x ?",
          "cancel x ?",
          "verify x ?",
          "repair x ?",
          "gc x ?",
          "task ?",
          "?",
          "-C ? list");

  @TempDir private static Path directory;
  private static UserDirectory user;

  @BeforeAll
  static void generate() throws IOException {
    user = UserDirectory.ofExample(directory);
    user.generate(30, "--seed", "1");
    user.must("move", "noisy_sine", "10", "train", "-y");
  }

  private static Stream<String> known() {
    return HARMLESS.stream();
  }

  @ParameterizedTest
  @MethodSource("known")
  void knownTroubleIsAnsweredWithOneLine(String command) throws IOException {
    for (String word : HostileWords.known()) {
      assertHarmless(words(command, word));
    }
  }

  @Test
  void randomTroubleIsAnsweredWithOneLine() throws IOException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    HostileWords hostile = new HostileWords(random);
    for (int round = 0; round < ROUNDS; round++) {
      String command = HARMLESS.get(random.nextInt(HARMLESS.size()));
      assertHarmless(words(command, hostile.next()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1125899906842625",
        "9223372036854775807",
        "9223372036854775808",
        "1e3",
        "1_000",
        "\u0661\u0660",
        "\u22125",
        "0x10",
        "",
        "5.0",
        "5\n"
      })
  void whatIsNoNumberOfSamplesIsAMistakeEverywhere(String number) throws IOException {
    assertMistake("generate", "noisy_sine", "-n", number);
    assertMistake("generate", "noisy_sine", "--until", number);
    assertMistake("move", "noisy_sine", number, "train", "-y");
    assertMistake("preprocess", "noisy_sine", "square_both", "train", number, "-y");
    assertMistake("export", "noisy_sine", "train", "-n", number, "-o", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100001", "2147483647", "4294967297", "9223372036854775808"})
  void numbersOfJobsAndThreadsAreBounded(String number) throws IOException {
    assertMistake("generate", "noisy_sine", "-n", "1125899906842624", "--njobs", number);
    assertMistake("generate", "noisy_sine", "-n", "1125899906842624", "--workers", number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "", "-x", "tra\nin", "tr\u00e4in", "raw", "a b", "\u0000"})
  void whatCannotNameAGroupIsAMistake(String group) throws IOException {
    assertMistake("move", "noisy_sine", "5", "-y", "--", group);
    assertMistake("preprocess", "-y", "--", "noisy_sine", "square_both", group, "5");
  }

  @Test
  void largestRequestOfAllCanBePlanned() throws IOException {
    UserDirectory.Result plan =
        assertHarmless(
            "generate",
            "noisy_sine",
            "-n",
            Long.toString(Numbers.MOST_SAMPLES),
            "--njobs",
            Integer.toString(Numbers.MOST_JOBS),
            "--workers",
            Integer.toString(Numbers.MOST_WORKERS),
            "--executor",
            "local",
            "--dry-run");
    assertEquals(ExitCode.DONE, plan.exitCode(), plan.err());
    assertTrue(plan.out().contains("jobs:      100000 of 11258999068 to 11258999069 samples"));
  }

  /** It would take for ever and all disks, but a person may stop it at any time. */
  @Test
  void largestRequestRunsUntilItIsStopped(@TempDir Path own) throws IOException {
    UserDirectory other = UserDirectory.ofExample(own);
    UserDirectory.Result run =
        other.run(
            ("generate noisy_sine --executor local --njobs 2 --time 0:01 -n " + (1L << 50))
                .split(" "));
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertTrue(run.err().contains("the time limit of 1.00 s is reached"), run.err());
    assertFalse(run.err().contains("internal error"), run.err());
    other.must("move", "noisy_sine", "1", "train", "-y");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void mistakesInAnEmptyDirectoryLeaveItEmpty(Verb verb, @TempDir Path empty) throws IOException {
    UserDirectory nothing = new UserDirectory(empty);
    List<String[]> commands =
        List.of(
            new String[] {verb.word(), "--frobnicate"},
            new String[] {verb.word(), "noisy_sine", "5", "train", "7", "8"},
            new String[] {verb.word(), "noisy_sine", "-n", "5"},
            new String[] {verb.word(), "1"},
            new String[] {verb.word(), "noisy_sine", "5", "train"},
            new String[] {verb.word(), "noisy_sine", "train", "-o", "x"});
    for (String[] command : commands) {
      UserDirectory.Result result = nothing.run(command);
      assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), String.join(" ", command));
      assertEquals(new TreeMap<>(), files(empty), String.join(" ", command));
    }
  }

  private static void assertMistake(String... arguments) throws IOException {
    UserDirectory.Result result = assertHarmless(arguments);
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.err() + result.out());
  }

  /** Runs a command that must not change anything, and checks what it costs and says. */
  private static UserDirectory.Result assertHarmless(String... arguments) throws IOException {
    String typed = shown(arguments);
    SortedMap<String, String> before = files(directory);
    long thread = Thread.currentThread().getId();
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    UserDirectory.Result result = user.run(arguments);
    long spentNanos = THREADS.getCurrentThreadCpuTime() - nanos;
    long spentBytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
    assertAll(
        typed,
        () -> assertEquals(before, files(directory)),
        () -> assertTrue(result.exitCode() != ExitCode.FAILED, result.err()),
        () -> assertFalse(result.err().contains("internal error"), result.err()),
        () -> assertFalse(result.err().contains("\tat "), result.err()),
        () -> assertPrintable(result),
        () -> assertTrue(spentNanos < SECOND_NANOS, "nanoseconds: " + spentNanos),
        () -> assertTrue(spentBytes < MOST_BYTES, "bytes: " + spentBytes));
    return result;
  }

  private static void assertPrintable(UserDirectory.Result result) {
    String printed = result.out() + result.err();
    assertTrue(
        printed.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c)), printed);
    assertTrue(printed.codePoints().noneMatch(c -> 0x202a <= c && c <= 0x202e), printed);
    if (result.exitCode() == ExitCode.USER_MISTAKE && !result.err().startsWith("Usage: ")) {
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().length() < LONGEST_MESSAGE, result.err());
    }
  }

  private static String[] words(String command, String word) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.replaceAll(part -> part.equals("?") ? word : part);
    return words.toArray(String[]::new);
  }

  private static String shown(String... arguments) {
    String text = String.join(" ", arguments);
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  /** All files with what tells whether they were written. */
  private static SortedMap<String, String> files(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(path -> !path.equals(root)).toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path));
      }
    }
    return files;
  }
}
