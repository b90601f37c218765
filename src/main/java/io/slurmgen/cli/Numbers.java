package io.slurmgen.cli;

/** Numbers that a person gives or reads. */
final class Numbers {

  /** More samples than anybody can store; sums of two such numbers do not overflow. */
  static final long MOST_SAMPLES = 1L << 50;

  private Numbers() {}

  /** Such as 1 sample, 0 samples. */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
