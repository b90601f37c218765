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

  static SlurmCommand.Output output(String name) throws IOException {
    return new SlurmCommand.Output(0, text(name), "");
  }

  static SlurmCommand.Output failure(String message) {
    return new SlurmCommand.Output(1, "", message + "\n");
  }
}
