package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.PrintableText;
import io.slurmgen.Seeds;
import io.slurmgen.UserError;
import io.slurmgen.slurm.SlurmCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @Test
  void splitsOptions() {
    assertEquals(
        List.of("--qos=test", "--partition=a b", "-A", "x"),
        ShellWords.split("--qos=test  --partition=\"a b\"\n -A x "));
    assertEquals(List.of(), ShellWords.split(" \n"));
    assertEquals(List.of("", "a"), ShellWords.split("'' a\"\""));
  }

  @Test
  void expandsNothing() {
    assertEquals(
        List.of("$HOME", "`x`", "*", "#a", ";", "~"), ShellWords.split("$HOME `x` * #a ; ~"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\ b c",
        "'a b'\\''c'",
        "\"a\\\"b\\\\c\\d\"",
        "a'b c'\"d e\"f",
        "\"a\\\nb\"",
        "a\\\nb",
        "'\\'",
        "\"'\" '\"'",
        "a=\"\" ''",
        "\\\\\\'",
        "\"a\\$b\\`c\""
      })
  void splitsAsBashDoes(String text) throws Exception {
    assertEquals(bash(text), ShellWords.split(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\\"", "a 'b\"", "\"a\\"})
  void refusesOpenQuotes(String text) {
    UserError error = assertThrows(UserError.class, () -> ShellWords.split(text));
    assertTrue(error.getMessage().contains(text), error.getMessage());
  }

  @Test
  void quotedWordsAreReadBackByBashAndByItself() throws Exception {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      words.add(word(random));
    }
    String line = ShellWords.line(words);
    assertEquals(words, ShellWords.split(line));
    assertEquals(words, bash(line));
  }

  /** As messages show a command: what would drive a terminal is escaped by none but itself. */
  @Test
  void typedLineIsPrintableAndReadBackByBash() throws Exception {
    List<String> words =
        List.of(
            "slurm-gen",
            "it's\n\\n\ta\r",
            "\u001b[31m\u0007\u0085",
            "\u202eabc\u2028\u2066",
            "a\u00017",
            "$HOME `x`",
            "\\",
            "",
            "\u00fc\ud83d\ude00\n'");
    String line = ShellWords.typedLine(words);
    assertEquals(PrintableText.line(line), line);
    assertEquals(words, bash(line));
    assertEquals(
        "slurm-gen 'a b' '$x\\'", ShellWords.typedLine(List.of("slurm-gen", "a b", "$x\\")));
  }

  @Test
  void typedLinesOfRandomWordsAreReadBackByBash() throws Exception {
    long seed = Seeds.of(2);
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      words.add(word(random));
    }
    String line = ShellWords.typedLine(words);
    assertTrue(line.chars().noneMatch(Character::isISOControl), line);
    assertEquals(words, bash(line));
  }

  private static String word(Random random) {
    String alphabet = "ab $'\"\\`\n\t*?!#~;&|<>(){}[]=%,-üλ😀";
    StringBuilder word = new StringBuilder();
    random
        .ints(random.nextInt(8), 0, alphabet.codePointCount(0, alphabet.length()))
        .forEach(
            i -> word.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, i))));
    return word.toString();
  }

  private static List<String> bash(String line) throws Exception {
    SlurmCommand.Output output =
        new SlurmCommand(
                List.of("bash", "-c", "printf '%s\\0' " + line),
                System.getenv(),
                Duration.ofMinutes(1))
            .run();
    assertEquals(0, output.exit(), output.err());
    String out = output.out();
    return List.of(out.substring(0, out.length() - 1).split("\0", -1));
  }
}
