package io.slurmgen.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the commands of a real cluster (Slurm 22.05.8, slurm-cluster) printed. */
final class Recorded {
  private Recorded() {}

  static String text(String name) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Command.Output output(String name) throws IOException {
    return new Command.Output(0, text(name), "");
  }

  static Command.Output failure(String message) {
    return new Command.Output(1, "", message + "\n");
  }
}
