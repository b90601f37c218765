package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A user's directory, and the commands run on it in this process. */
public record UserDirectory(Path path) {
  /** How a command ended, and all it printed. */
  record Result(ExitCode exitCode, String out, String err) {}

  /** A directory with the README's example in it. */
  public static UserDirectory ofExample(Path directory) throws IOException {
    Files.copy(Path.of("example", "Datasets.java"), directory.resolve("Datasets.java"));
    return new UserDirectory(directory);
  }

  /** Runs a command where nobody can be asked. */
  Result run(String... arguments) {
    return run(TestTerminal.ofScript(), arguments);
  }

  /** Runs a command on a terminal, with what the person there types. */
  Result runAnswering(String answer, String... arguments) {
    return run(TestTerminal.ofPerson(answer), arguments);
  }

  /** Runs a command that must do what it is told. */
  public void must(String... arguments) {
    Result result = run(arguments);
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  private Result run(TestTerminal terminal, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-C", path.toString()));
    words.addAll(List.of(arguments));
    ExitCode code = terminal.run(words.toArray(String[]::new));
    return new Result(code, terminal.out(), terminal.err());
  }

  /** Generates samples of the example's dataset in this process, also where there is a Slurm. */
  public void generate(long samples, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("generate", "noisy_sine", "-n", Long.toString(samples), "--njobs", "2"));
    words.addAll(List.of("--executor", "local"));
    words.addAll(List.of(options));
    must(words.toArray(String[]::new));
  }
}
