package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees and types. */
class TerminalSessionTest {
  @TempDir private Path temp;

  @Test
  void ctrlCWhileTheBarIsUpKeepsAllThatWasMade() throws Exception {
    Path user = gated();
    String params = "{'wait_at': 37, 'gate': '" + temp.resolve("gate") + "'}";
    try (PseudoTerminal terminal = generate(user, "", "-p", params)) {
      terminal.await("37/100");
      terminal.pressCtrlC();
      assertEquals(130, terminal.exitCode(), terminal.shown());
      assertTrue(
          terminal.shown().contains("interrupted: 37 of 100 samples made and kept"),
          terminal.shown());
    }
    assertEquals(37, StoredRun.read(user, 0).samples());
  }

  @Test
  void barIsOnlyWrittenToATerminal() throws Exception {
    Path err = temp.resolve("err.txt");
    try (PseudoTerminal terminal = generate(gated(), "2>" + err)) {
      assertEquals(0, terminal.exitCode(), terminal.shown());
    }
    assertEquals("submission 1: 100 samples of gated 0 in 1 job on 1 thread\n", text(err));
  }

  @Test
  void barIsTakenAwayAtTheEndWhereStandardOutputIsAFile() throws Exception {
    Path out = temp.resolve("out.txt");
    try (PseudoTerminal terminal = generate(gated(), ">" + out)) {
      assertEquals(0, terminal.exitCode(), terminal.shown());
      assertTrue(terminal.shown().contains("/100"), terminal.shown());
      assertTrue(terminal.shown().endsWith(" \r"), terminal.shown());
    }
    assertFalse(text(out).contains("\r"), text(out));
  }

  @Test
  void ctrlCAtAQuestionLeavesTheLine() throws Exception {
    UserDirectory user = UserDirectory.ofExample(Files.createDirectory(temp.resolve("example")));
    user.generate(20);
    Path screen = temp.resolve("screen");
    String directory = user.path().toString();
    try (PseudoTerminal terminal =
        PseudoTerminal.start(screen, "", "-C", directory, "move", "noisy_sine", "10", "train")) {
      terminal.await("[y/N] ");
      terminal.pressCtrlC();
      assertEquals(130, terminal.exitCode(), terminal.shown());
      assertTrue(terminal.shown().endsWith("[y/N] ^C\r\n"), terminal.shown());
    }
    assertTrue(user.run("list").out().contains("raw 20"));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  private PseudoTerminal generate(Path user, String redirection, String... options)
      throws IOException {
    Stream<String> command =
        Stream.of("-C", user.toString(), "generate", "gated", "-n", "100", "--njobs", "1");
    return PseudoTerminal.start(
        temp.resolve("screen"),
        redirection,
        Stream.of(command, Stream.of("--executor", "local"), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private Path gated() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("user"));
    try (var source = TerminalSessionTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    return directory;
  }
}
