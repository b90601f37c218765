package io.slurmgen.cli.text;

import io.slurmgen.submission.Durations;
import io.slurmgen.submission.Shortage;

/** How a person is told that samples are missing. */
public final class ShortageText {

  private ShortageText() {}

  /**
   * Prints one line.
   *
   * @param what there is, such as: noisy_sine 0 has 280 samples in raw
   * @return the exit code for it
   */
  public static ExitCode print(Terminal terminal, String what, Shortage shortage) {
    String next =
        shortage.toGenerate() == 0
            ? "to wait for them: "
            : "to generate %s (%s): "
                .formatted(
                    shortage.inFlight() == 0 ? "them" : "the other " + shortage.toGenerate(),
                    shortage
                        .time()
                        .map(time -> "about " + Durations.text(time))
                        .orElse("time not known"));
    terminal.notice(
        "slurm-gen: %s, %d too few%s; %s%s"
            .formatted(
                what,
                shortage.missing(),
                shortage.inFlight() == 0
                    ? ""
                    : ", %d are being made".formatted(shortage.inFlight()),
                next,
                shortage.command()));
    return ExitCode.NOT_ENOUGH_SAMPLES;
  }
}
