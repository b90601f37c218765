package io.slurmgen.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers that a person gives or reads. */
final class Numbers {

  /** More samples than anybody can store; sums of two such numbers do not overflow. */
  static final long MOST_SAMPLES = 1L << 50;

  private Numbers() {}

  /** Three digits of a positive number, such as 1790, 23.3, 0.0000123. */
  static String rounded(double number) {
    return new BigDecimal(number).round(new MathContext(3)).toPlainString();
  }

  /** Such as 1 sample, 0 samples. */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
