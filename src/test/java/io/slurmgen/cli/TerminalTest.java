package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.StandardStream;
import io.slurmgen.cli.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", "yes", " YES "})
  void yesIsYes(String answer) throws Exception {
    assertTrue(TestTerminal.ofPerson(answer).terminal().confirm("Move 720?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "no", "yesterday", "q"})
  void anythingElseIsNo(String answer) throws Exception {
    assertFalse(TestTerminal.ofPerson(answer).terminal().confirm("Move 720?"));
  }

  @Test
  void endOfInputIsNo() throws Exception {
    assertFalse(TestTerminal.ofPerson().terminal().confirm("Move 720?"));
  }

  @Test
  void questionIsAskedAfterWhatWasPrintedAndNotInTheResult() throws Exception {
    TestTerminal person = TestTerminal.ofPerson("y");
    person.terminal().println("result");
    person.terminal().confirm("Move 720?");
    assertEquals("result" + System.lineSeparator(), person.out());
    assertEquals("Move 720? [y/N] ", person.err());
  }

  @Test
  void nobodyToAskIsAMistakeThatNamesTheOption() {
    Terminal script = TestTerminal.ofScript().terminal();
    UserError error = assertThrows(UserError.class, () -> script.confirm("Move 720?"));
    assertTrue(error.getMessage().contains("-y"), error.getMessage());
  }

  @Test
  void resultThatCannotBeWrittenIsAFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = failing("No space left on device", err);
    terminal.println("result");
    assertEquals(ExitCode.FAILED, terminal.close(ExitCode.DONE));
    assertEquals(
        "slurm-gen: standard output: No space left on device" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void readerThatWentAwayIsNotTalkedTo() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = failing("Broken pipe", err);
    terminal.println("result");
    assertEquals(ExitCode.FAILED, terminal.close(ExitCode.DONE));
    assertEquals(0, err.size());
  }

  @Test
  void outputIsUtf8() {
    TestTerminal terminal = TestTerminal.ofScript();
    terminal.terminal().println("größe: 東京");
    assertEquals("größe: 東京" + System.lineSeparator(), terminal.out());
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void questionNeedsSomebodyWhoSeesItAndCanType(boolean types, boolean sees) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            stream -> stream == StandardStream.IN ? types : sees);
    assertThrows(UserError.class, () -> terminal.confirm("Move 720?"));
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3, true",
    "/dev/tty1, true",
    "/dev/console, true",
    "/dev/null, false",
    "/home/me/err.txt, false",
    "pipe:[4711], false"
  })
  void terminalIsKnownByItsDevice(String openFile, boolean isTerminal) {
    assertEquals(isTerminal, StandardStream.isTerminal(openFile));
  }

  private static Terminal failing(String reason, OutputStream err) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException(reason);
          }
        };
    return new Terminal(InputStream.nullInputStream(), out, err, stream -> false);
  }
}
