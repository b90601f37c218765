package io.slurmgen.crash;

import io.slurmgen.cli.CommandLoopMain;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A process that stays, so that the start of Java does not take most of the time. */
final class LoopWorker implements Worker {

  private static final int KILLED = 137;

  private final Process process;

  private LoopWorker(Process process) {
    this.process = process;
  }

  /** Starts one on this machine; it gets ready while others work. */
  static LoopWorker start(FastJava java) throws IOException {
    return start(java, List.of());
  }

  /** Starts one by words that let a command run on some machine, in the process that they are. */
  static LoopWorker start(FastJava java, List<String> on) throws IOException {
    ProcessBuilder builder = java.process(CommandLoopMain.class);
    builder.command().addAll(0, on);
    return new LoopWorker(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  @Override
  public void begin(List<String> words) throws IOException {
    try {
      process.outputWriter().write(String.join("\t", words) + "\n");
      process.outputWriter().flush();
    } catch (IOException killed) {
      if (process.isAlive()) {
        throw killed;
      }
    }
  }

  @Override
  public Optional<Answer> await() throws IOException, InterruptedException {
    String line = process.inputReader().readLine();
    while ("ready".equals(line)) {
      line = process.inputReader().readLine();
    }
    if (line == null) {
      return gone();
    }
    String[] parts = line.split("\t", -1);
    return Optional.of(
        new Answer(
            Integer.parseInt(parts[0]), parts[1].translateEscapes(), parts[2].translateEscapes()));
  }

  private Optional<Answer> gone() throws InterruptedException {
    int code = process.waitFor();
    if (code != KILLED) {
      throw new AssertionError("a process has ended by itself, with exit code " + code);
    }
    return Optional.empty();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void kill() {
    process.toHandle().destroyForcibly(); // which leaves its answer readable
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
