package io.slurmgen.doctor;

import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.InterProcessLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a lock that this process holds keeps another process of this machine out. It is tried on
 * a file of its own, so that nobody's work is held up.
 */
final class LockCheck implements Check {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path directory;
  private final List<String> attempt;

  LockCheck(Path directory, List<String> attempt) {
    this.directory = directory;
    this.attempt = List.copyOf(attempt);
  }

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    Path file;
    try {
      file = TrialFile.create(directory);
    } catch (IOException notWritable) { // as another check reports
      return List.of(
          Diagnosis.warning(name(), "not tried, as no file can be made in the directory", ""));
    }
    try {
      return List.of(tryOn(file));
    } finally {
      Files.delete(file);
    }
  }

  private Diagnosis tryOn(Path file) throws IOException {
    InterProcessLock.Held held;
    try {
      held = InterProcessLock.of(file).acquire(PATIENCE).orElseThrow(IOException::new);
    } catch (IOException e) {
      return Diagnosis.problem(name(), Doctor.text(e), FileSystemKind.of(directory).advice());
    }
    try {
      return ofOther(start(file));
    } finally {
      held.close();
    }
  }

  private Process start(Path file) throws IOException {
    List<String> command = new ArrayList<>(attempt);
    command.add(file.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private Diagnosis ofOther(Process other) throws IOException {
    try {
      if (!other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return Diagnosis.problem(
            name(),
            "a process that tried a lock that is held did not end in a minute",
            FileSystemKind.of(directory).advice());
      }
      return ofExit(other.exitValue(), output(other));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process tried a lock");
    } finally {
      other.destroyForcibly();
    }
  }

  private Diagnosis ofExit(int exit, String said) throws IOException {
    return switch (exit) {
      case LockAttempt.KEPT_OUT ->
          Diagnosis.ok(name(), "a lock that one process holds keeps another one out");
      case LockAttempt.ENTERED ->
          Diagnosis.problem(
              name(),
              "two processes held the same lock at once, so that writers would spoil the catalog",
              FileSystemKind.of(directory).advice());
      default ->
          Diagnosis.problem(
              name(),
              "another process could not try a lock, and ended with %d: %s".formatted(exit, said),
              FileSystemKind.of(directory).advice());
    };
  }

  private static String output(Process ended) throws IOException {
    return new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
