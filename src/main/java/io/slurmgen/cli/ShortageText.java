package io.slurmgen.cli;

import io.slurmgen.submission.Durations;
import io.slurmgen.submission.Shortage;

/** How a person is told that samples are missing. */
final class ShortageText {

  private ShortageText() {}

  /**
   * Prints one line.
   *
   * @param what there is, such as: noisy_sine 0 has 280 samples in raw
   * @return the exit code for it
   */
  static ExitCode print(Terminal terminal, String what, Shortage shortage) {
    terminal.notice(
        "slurm-gen: %s, %d too few; to generate them (%s): %s"
            .formatted(
                what,
                shortage.missing(),
                shortage
                    .time()
                    .map(time -> "about " + Durations.text(time))
                    .orElse("time not known"),
                shortage.command()));
    return ExitCode.NOT_ENOUGH_SAMPLES;
  }
}
