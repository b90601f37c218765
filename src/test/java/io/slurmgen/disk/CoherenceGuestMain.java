package io.slurmgen.disk;

import java.nio.file.Path;
import java.time.Duration;

/** The guest of a probe, in a process of its own. */
public final class CoherenceGuestMain {

  private CoherenceGuestMain() {}

  /** Plays with the files that the arguments name: folder, pages, lock. */
  public static void main(String[] arguments) throws Exception {
    CoherenceProbe probe =
        new CoherenceProbe(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            Duration.ofMinutes(1));
    System.out.println(
        probe.join("other", "other").map(outcome -> outcome.verdict().word()).orElse("none"));
  }
}
