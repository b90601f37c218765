package io.slurmgen.crash;

import io.slurmgen.cli.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The launcher as people start it: a new process for every command. */
final class LauncherWorker implements Worker {

  private static final int KILLED = 137;

  private final Checkout checkout;
  private final Path out;
  private final Path err;
  private volatile Process process;

  LauncherWorker(Checkout checkout, Path folder) {
    this.checkout = checkout;
    this.out = folder.resolve("launcher.out");
    this.err = folder.resolve("launcher.err");
  }

  @Override
  public void begin(List<String> words) throws IOException {
    process =
        checkout
            .process(words.toArray(String[]::new))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
  }

  @Override
  public Optional<Answer> await() throws IOException, InterruptedException {
    int code = process.waitFor();
    return code == KILLED
        ? Optional.empty()
        : Optional.of(new Answer(code, Files.readString(out), Files.readString(err)));
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
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
