package io.slurmgen.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.PrintableText;
import io.slurmgen.UserError;
import io.slurmgen.submission.Bash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that people copy from a message and paste into a shell. */
class ProposedCommandTest {

  /** What a shell gives to the program that it starts. */
  private static List<String> bash(String line) throws Exception {
    String function = "slurm-gen() { printf '%s\\0' \"$@\"; }; ";
    return Bash.words(Map.of(), "-c", function + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/me/a b",
        "/home/o'neil/$HOME \"`id`\"",
        "/home/me/two\nlines\t\u001b[31m",
        "/home/me/-x",
        "/home/me/~!*?;&|<>(){}#",
        "/home/me/\u202edlo\u2028",
        "/home/me/back\\slash\\n\n"
      })
  void shellGetsTheWordsThatAMessageShows(String directory) throws Exception {
    Path path = Path.of(directory);
    String params = "{\"text\":\"it's $(id) `id` \\\"a\\\\n\u007f\"}";
    String line = ProposedCommand.generate(path, "d", params, 20);
    String shown = PrintableText.lines(new UserError("too few: " + line).getMessage());
    assertTrue(shown.endsWith(line), shown);
    assertEquals(
        List.of("-C", directory, "generate", "d", "-n", "20", "--params", params), bash(line));
    assertEquals(
        List.of("-C", directory, "retry", "3", "--all"),
        bash(ProposedCommand.command(path, "retry", "3", "--all")));
  }
}
