package io.slurmgen.cli;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A terminal in memory. */
final class TestTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private TestTerminal(String answers, boolean interactive) {
    ByteArrayInputStream in = new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8));
    terminal = new Terminal(in, out, err, stream -> interactive);
  }

  /** Nobody is there to answer. */
  static TestTerminal ofScript() {
    return new TestTerminal("", false);
  }

  /** A person who will type these lines. */
  static TestTerminal ofPerson(String... answers) {
    return new TestTerminal(String.join("\n", answers), true);
  }

  /** Runs the tool. */
  ExitCode run(String... arguments) {
    return terminal.close(new CommandLine(terminal).run(List.of(arguments)));
  }

  Terminal terminal() {
    return terminal;
  }

  /** What was written to standard output. */
  String out() {
    terminal.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What was written to standard error. */
  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
