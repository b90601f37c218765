package io.slurmgen.cli;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import java.util.List;
import java.util.Locale;

/** The entry point of {@code slurm-gen}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments as typed, without the name of the tool
   */
  public static void main(String[] arguments) {
    // So that neither what is printed nor what a generator does depends on the user's language.
    Locale.setDefault(Locale.ROOT);
    Terminal terminal = Terminal.ofProcess();
    ExitCode code = new CommandLine(terminal).run(List.of(arguments));
    System.exit(terminal.close(code).number());
  }
}
