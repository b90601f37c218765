package io.slurmgen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How a process ended, and all it printed. */
record Outcome(int exitCode, String out, String err) {
  private static final int PATIENCE_SECONDS = 300;

  /** Runs a process that reads nothing to its end. */
  static Outcome of(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("outcome", ".out");
    Path err = Files.createTempFile("outcome", ".err");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + builder.command());
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
