package io.slurmgen.cli;

import io.slurmgen.cli.text.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A process that runs the commands that it is told, one a line with tabs between the words, and
 * answers each with a line: its exit code, its output and what it said on standard error, with tabs
 * between and other control characters escaped as in Java.
 */
public final class CommandLoopMain {
  private CommandLoopMain() {}

  /** Runs until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      TestTerminal terminal = TestTerminal.ofScript();
      ExitCode code = terminal.run(line.split("\t", -1));
      System.out.println(
          code.number() + "\t" + escaped(terminal.out()) + "\t" + escaped(terminal.err()));
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
  }
}
