package io.slurmgen.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** When Slurm is going to end this task. */
final class SlurmDeadline {

  /** The longest grace, and as much as Slurm's warning may be early (sbatch(1), --signal). */
  private static final Duration WARNING = Duration.ofSeconds(60 + 60 + 5);

  private SlurmDeadline() {}

  /** Whether a SIGTERM that comes now is the warning before the time limit. */
  static boolean isNear(Map<String, String> environment, Instant now) {
    String end = environment.get("SLURM_JOB_END_TIME");
    return end != null && !now.isBefore(Instant.ofEpochSecond(Long.parseLong(end)).minus(WARNING));
  }
}
