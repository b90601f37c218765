package io.slurmgen.cli;

import io.slurmgen.UserError;

/** Numbers that a person gives or reads. */
final class Numbers {

  /** More samples than anybody can store; sums of two such numbers do not overflow. */
  private static final long MOST_SAMPLES = 1L << 50;

  private Numbers() {}

  static void atLeast(long least, long number, String option) {
    if (number < least) {
      throw new UserError(
          "%s %d: a number of at least %d is needed".formatted(option, number, least));
    }
  }

  /** A number of samples. */
  static long samples(long least, long number, String option) {
    atLeast(least, number, option);
    if (number > MOST_SAMPLES) {
      throw new UserError("%s %d: at most %d samples".formatted(option, number, MOST_SAMPLES));
    }
    return number;
  }

  /** Such as 1 sample, 0 samples. */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
