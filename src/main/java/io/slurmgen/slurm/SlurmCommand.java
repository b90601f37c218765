package io.slurmgen.slurm;

import io.slurmgen.slurm.value.SlurmException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program to be run to its end, with nothing on its standard input and its messages in English.
 *
 * @param words the program's name, sought on the environment's PATH, and its arguments
 * @param environment all of its variables
 * @param limit after which it is killed
 */
public record SlurmCommand(List<String> words, Map<String, String> environment, Duration limit) {
  /**
   * What came of it.
   *
   * @param exit its exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Output(int exit, String out, String err) {}

  /** It did not end in time, and was killed. */
  static final class TimeLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    TimeLimitException(String message) {
      super(message);
    }
  }

  public SlurmCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The file that a name on the search path stands for. */
  static Optional<Path> onPath(String program, Map<String, String> environment) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, program).toAbsolutePath();
      if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Runs it.
   *
   * @throws TimeLimitException if it had to be killed
   * @throws InterruptedIOException if this thread was interrupted meanwhile; it is killed, and the
   *     thread stays interrupted
   */
  public Output run() throws IOException {
    Process process = start();
    FutureTask<String> out = reader(process.getInputStream());
    FutureTask<String> err = reader(process.getErrorStream());
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeLimitException(tooLate());
      }
      return new Output(process.exitValue(), text(out, deadline), text(err, deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(words.get(0) + " interrupted").initCause(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    String program = words.get(0);
    Path file =
        onPath(program, environment)
            .orElseThrow(() -> new IOException(program + " is not on the PATH"));
    List<String> command = new ArrayList<>(words);
    command.set(0, file.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder.start();
  }

  private String tooLate() {
    return words.get(0) + " did not end within " + limit.toSeconds() + " seconds";
  }

  /** Both streams are read at once: a full pipe would stop the program. */
  private static FutureTask<String> reader(InputStream stream) {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
              }
            });
    Thread thread = new Thread(task, "output of a command");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** A grandchild may keep the stream open after the program's end. */
  private String text(FutureTask<String> reader, long deadline)
      throws IOException, InterruptedException {
    try {
      return reader.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeLimitException(tooLate());
    } catch (ExecutionException e) {
      throw new IOException("cannot read what " + words.get(0) + " prints", e.getCause());
    }
  }

  /** Returns the failure of one of Slurm's commands that took too long. */
  static SlurmException late(TimeLimitException e) {
    return SlurmException.withoutAnswer(e.getMessage(), e);
  }

  /** Returns the failure of one of Slurm's commands, by what it printed. */
  static SlurmException failed(String program, Output output) {
    String said = output.err().isBlank() ? output.out().strip() : output.err().strip();
    return SlurmException.withoutAnswer(
        said.isEmpty() ? program + " ended with exit code " + output.exit() : said, null);
  }
}
