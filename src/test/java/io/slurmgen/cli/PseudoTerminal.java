package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool at a real terminal: script(1) of util-linux makes one and passes on what is typed. */
final class PseudoTerminal implements AutoCloseable {
  private static final int CTRL_C = 3;
  private static final long PATIENCE_MINUTES = 2;

  private final Process process;
  private final Path screen;

  private PseudoTerminal(Process process, Path screen) {
    this.process = process;
    this.screen = screen;
  }

  /**
   * Starts the tool.
   *
   * @param screen the file that is to take what the terminal shows
   * @param redirection for the shell, such as {@code 2>err.txt}, or empty
   */
  static PseudoTerminal start(Path screen, String redirection, String... arguments)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> tool =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED", // without it JDK 24 and later print warnings
            "-cp",
            System.getProperty("java.class.path"),
            "io.slurmgen.cli.Main");
    String words =
        Stream.concat(tool.stream(), Stream.of(arguments))
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // Whoever runs this test may ignore SIGINT, which processes inherit.
    String command = "exec env --default-signal=INT " + words + " " + redirection;
    ProcessBuilder script = new ProcessBuilder("script", "-qec", command, "/dev/null");
    script.environment().put("SHELL", "/bin/sh");
    script.redirectErrorStream(true).redirectOutput(screen.toFile());
    return new PseudoTerminal(script.start(), screen);
  }

  /** Waits until the screen has shown a text. */
  void await(String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!shown().contains(text)) {
      assertTrue(process.isAlive() && System.nanoTime() < deadline, "not shown: " + text + shown());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Presses Ctrl-C, which the terminal makes a SIGINT to all that runs in its foreground. */
  void pressCtrlC() throws IOException {
    process.getOutputStream().write(CTRL_C);
    process.getOutputStream().flush();
  }

  /** Waits for the end and returns the exit code, which after a signal is 128 and its number. */
  int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "does not end");
    return process.exitValue();
  }

  /** All that the terminal was sent so far. */
  String shown() throws IOException {
    return Files.readString(screen, StandardCharsets.UTF_8);
  }

  /** Takes the terminal away, which ends what still runs there. */
  @Override
  public void close() {
    process.destroy();
  }
}
