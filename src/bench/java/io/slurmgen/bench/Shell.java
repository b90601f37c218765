package io.slurmgen.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands to their end.
 *
 * @param environment variables that are set besides those of this process
 */
record Shell(Map<String, String> environment) {

  /** Copies the variables. */
  Shell {
    environment = Map.copyOf(environment);
  }

  Shell with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Shell(more);
  }

  /**
   * Runs a command.
   *
   * @return milliseconds from before its start to its end
   * @throws IOException if it does not end with exit code 0; tells what it printed
   */
  double millis(List<String> command) throws IOException, InterruptedException {
    File output = File.createTempFile("bench", ".out");
    try {
      ProcessBuilder builder = builder(command).redirectErrorStream(true).redirectOutput(output);
      long start = System.nanoTime();
      int exit = builder.start().waitFor();
      double millis = (System.nanoTime() - start) / 1e6;
      if (exit != 0) {
        throw failed(command, exit, Files.readString(output.toPath()));
      }
      return millis;
    } finally {
      Files.delete(output.toPath());
    }
  }

  /** Runs a command as {@link #millis} does, where it does not matter how long it takes. */
  void run(List<String> command) throws IOException, InterruptedException {
    millis(command);
  }

  /** What a command prints. */
  String output(List<String> command) throws IOException, InterruptedException {
    Process process = builder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.outputWriter().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw failed(command, exit, output);
    }
    return output;
  }

  ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private static IOException failed(List<String> command, int exit, String output) {
    return new IOException("%s: exit code %d: %s".formatted(command, exit, output.strip()));
  }

  static void delete(Path directory) throws IOException, InterruptedException {
    new Shell(Map.of()).run(List.of("rm", "-rf", directory.toString()));
  }
}
