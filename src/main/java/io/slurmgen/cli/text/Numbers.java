package io.slurmgen.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers that a person gives or reads. */
public final class Numbers {

  /** More samples than anybody can store; sums of two such numbers do not overflow. */
  public static final long MOST_SAMPLES = 1L << 50;

  /** Slurm itself takes 10,000 jobs unless it is told otherwise; each is a row of the catalog. */
  public static final int MOST_JOBS = 100_000;

  /** More threads than any machine has cores. */
  public static final int MOST_WORKERS = 10_000;

  private Numbers() {}

  /** Three digits of a positive number, such as 1790, 23.3, 0.0000123. */
  public static String rounded(double number) {
    return new BigDecimal(number).round(new MathContext(3)).toPlainString();
  }

  /** Returns a text such as 1 sample, 0 samples. */
  public static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
