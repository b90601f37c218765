package io.slurmgen.slurm.value;

import io.slurmgen.UserError;
import java.time.Duration;

/**
 * How long a task may run: whole minutes, as Slurm counts it (it rounds seconds up).
 *
 * @param duration positive; rounded up to the minute
 */
public record TimeLimit(Duration duration) {
  /** Ten years; Slurm itself takes 2^32 minutes. */
  public static final Duration LONGEST = Duration.ofDays(3650);

  public TimeLimit {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not a time limit: " + duration);
    }
    duration = Duration.ofMinutes((duration.plusMinutes(1).toNanos() - 1) / 60_000_000_000L);
  }

  /**
   * Reads all of Slurm's forms.
   *
   * @param text "MM", "MM:SS", "HH:MM:SS", "D-HH", "D-HH:MM" or "D-HH:MM:SS"
   * @return the limit
   * @throws UserError if it has none of these forms, or is zero or beyond ten years
   */
  public static TimeLimit parse(String text) {
    return new TimeLimit(exactly(text));
  }

  /**
   * As {@link #parse}, but to the second, for what is not Slurm's to end.
   *
   * @throws UserError as {@link #parse}
   */
  public static Duration exactly(String text) {
    return SlurmTime.parse(text.strip())
        .filter(time -> !time.isZero() && time.compareTo(LONGEST) <= 0)
        .orElseThrow(
            () ->
                new UserError(
                    "not a time limit: '"
                        + text
                        + "' (possible are MM, MM:SS, HH:MM:SS, D-HH, D-HH:MM, D-HH:MM:SS)"));
  }

  /**
   * A longer or shorter limit.
   *
   * @param factor positive
   * @return the product, rounded up to the minute
   */
  public TimeLimit times(double factor) {
    long minutes = (long) Math.ceil(duration.toMinutes() * factor);
    Duration product = Duration.ofMinutes(Math.max(1, minutes));
    return new TimeLimit(product.compareTo(LONGEST) > 0 ? LONGEST : product);
  }

  /** "HH:MM:SS" or "D-HH:MM:SS", as sbatch takes it. */
  @Override
  public String toString() {
    return SlurmTime.format(duration);
  }
}
