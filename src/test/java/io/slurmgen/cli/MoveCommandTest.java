package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoveCommandTest {
  @TempDir private Path temp;
  private UserDirectory user;

  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(temp);
    user.generate(100);
  }

  @Test
  void saysWhatIsWhereAfterwards() {
    assertEquals(
        "72 samples of noisy_sine 0 moved to train: raw has 28 now, train 72\n",
        user.run("move", "noisy_sine", "72", "train", "-y").out());
    assertEquals(
        "1 sample of noisy_sine 0 moved to train: raw has 27 now, train 73\n",
        user.run("move", "noisy_sine", "1", "train", "-y").out());
  }

  @Test
  void asksOnATerminalAndShowsBothCounts() {
    user.run("move", "noisy_sine", "20", "train", "-y");
    UserDirectory.Result result = user.runAnswering("y", "move", "noisy_sine", "50", "train");
    assertEquals(ExitCode.DONE, result.exitCode());
    assertEquals(
        "Move 50 of 80 raw samples of noisy_sine 0 to train, for good?"
            + " Then raw has 30 and train 70. [y/N] ",
        result.err());
    assertCounts("raw 30, train 70");
  }

  @Test
  void nothingIsMovedWithoutAYes() {
    UserDirectory.Result result = user.runAnswering("", "move", "noisy_sine", "50", "train");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().endsWith("nothing was moved\n"), result.err());
    assertCounts("raw 100");
  }

  @Test
  void aNoEndsPreprocessingAsItEndsAMove() {
    UserDirectory.Result result =
        user.runAnswering(
            "n", "preprocess", "noisy_sine", "square_both", "train", "5", "--executor", "local");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().endsWith("nothing was moved or preprocessed\n"), result.err());
    assertCounts("raw 100");
  }

  @Test
  void whereNobodyCanBeAskedItNeedsTheOption() {
    UserDirectory.Result result = user.run("move", "noisy_sine", "50", "train");
    assertMistake(result, "There is no terminal to ask on: repeat with -y.");
    assertCounts("raw 100");
  }

  @Test
  void tooFewSamplesAreNotMovedButTheCommandThatMakesThemIsShown() {
    user.run("move", "noisy_sine", "30", "train", "-y");
    UserDirectory.Result result = user.run("move", "noisy_sine", "720", "test", "-y");
    assertEquals(ExitCode.NOT_ENOUGH_SAMPLES, result.exitCode());
    assertEquals("", result.out());
    assertTrue(
        result
            .err()
            .matches(
                "slurm-gen: noisy_sine 0 has 70 samples in raw, 650 too few; to generate them"
                    + " \\(about .*\\): slurm-gen -C .* generate noisy_sine -n 650 --params .*\n"),
        result.err());
    assertCounts("raw 70, train 30");
  }

  @Test
  void noSamplesAreNothingToDo() {
    assertEquals(ExitCode.DONE, user.run("move", "noisy_sine", "0", "train").exitCode());
    assertCounts("raw 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", ".hidden", "with space", "ä", "a/b", ""})
  void nameThatNoGroupCanHaveIsAMistake(String group) {
    UserDirectory.Result result = user.run("move", "noisy_sine", "5", group, "-y");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertCounts("raw 100");
  }

  @Test
  void parameterSetMustBeChosenWhereThereAreSeveral() {
    user.generate(10, "-p", "{'left': 0}");
    assertMistake(
        user.run("move", "noisy_sine", "5", "train", "-y"),
        "noisy_sine has 2 parameter sets; choose one with -p:"
            + " 0 {\"left\":-1,\"right\":1,\"std_dev\":0.1},"
            + " 1 {\"left\":0,\"right\":1,\"std_dev\":0.1}\n");
  }

  @Test
  void parameterSetIsChosenByNumberOrHashOrParametersOrFile() throws Exception {
    user.generate(10, "-p", "{'left': 0}");
    String json = user.run("list", "--json").out();
    String hash = json.replaceAll("(?s).*\"number\":1,\"hash\":\"([0-9a-f]+)\".*", "$1");
    Path file = Files.writeString(temp.resolve("left.json"), "{\"left\": 0.0}");
    for (String choice :
        new String[] {"1", hash.substring(0, 6), hash, "{'left': 0}", "@" + file}) {
      UserDirectory.Result result =
          user.run("move", "noisy_sine", "1", "train", "-y", "-p", choice);
      assertEquals(ExitCode.DONE, result.exitCode(), choice + ": " + result.err());
    }
    assertCounts("raw 5, train 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "00000000", "12345", "{'left': 17}", "noise"})
  void unknownParameterSetIsAMistakeAnsweredWithTheKnownOnes(String choice) {
    assertMistake(
        user.run("move", "noisy_sine", "1", "train", "-y", "-p", choice),
        "there are 0 {\"left\":-1,\"right\":1,\"std_dev\":0.1}\n");
  }

  private void assertCounts(String counts) {
    String list = user.run("list").out();
    assertTrue(list.contains("     " + counts + "\n"), list);
  }

  private static void assertMistake(UserDirectory.Result result, String end) {
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("slurm-gen: "), result.err());
    assertTrue(result.err().endsWith(end) || result.err().strip().endsWith(end), result.err());
    assertEquals(1, result.err().lines().count());
  }
}
