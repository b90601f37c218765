package io.slurmgen.cli;

import java.util.List;

/** The entry point of {@code slurm-gen}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments as typed, without the name of the tool
   */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    ExitCode code = new CommandLine(terminal).run(List.of(arguments));
    System.exit(terminal.close(code).number());
  }
}
