package io.slurmgen.cli.run;

import io.slurmgen.slurm.value.TimeLimit;
import io.slurmgen.submission.SlurmSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * When Slurm is going to end this task, as far as the task can know.
 *
 * <p>Slurm sends its warning up to a minute earlier than it was asked to (sbatch(1), --signal). For
 * a task whose limit was estimated closely that minute matters, so it works on until its grace
 * really begins.
 *
 * @param end of the time limit
 * @param grace how long before the end the task stops by itself
 */
public record SlurmDeadline(Instant end, Duration grace) {

  /** How early the warning may be, and a little for clocks and a slow start. */
  private static final Duration EARLY = Duration.ofSeconds(60 + 5);

  /**
   * The deadline of a task.
   *
   * @param environment of the task: Slurm 23.02 and later tell the end
   * @param started when its batch script began
   * @param limit the time limit with which it was submitted
   */
  public static SlurmDeadline of(
      Map<String, String> environment, Instant started, TimeLimit limit) {
    String told = environment.get("SLURM_JOB_END_TIME");
    Instant end =
        told != null && told.matches("\\d{1,12}")
            ? Instant.ofEpochSecond(Long.parseLong(told))
            : started.plus(limit.duration());
    return new SlurmDeadline(end, SlurmSettings.grace(limit));
  }

  /** Whether a SIGTERM that comes now is the warning before the time limit. */
  boolean isNear(Instant now) {
    return !now.isBefore(end.minus(grace).minus(EARLY));
  }

  /** How long the task may work on after a warning that comes now. */
  public Duration left(Instant now) {
    Duration left = Duration.between(now, end.minus(grace));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
