package io.slurmgen;

import java.util.Random;

/**
 * The seeds of random tests. They are fixed, so that the suite says the same of the same code each
 * time. {@code -Dfuzz.seed=5} gives another one, {@code -Dfuzz.seed=new} a new one each time, which
 * is printed; one that finds a defect stays as a case of its test.
 */
public final class Seeds {
  private static final String PROPERTY = "fuzz.seed";

  private Seeds() {}

  /** Returns the seed of a test, unless the property asks for another. */
  public static long of(long fixed) {
    String wanted = System.getProperty(PROPERTY);
    if (wanted == null) {
      return fixed;
    }
    long seed = wanted.equals("new") ? new Random().nextLong() : Long.parseLong(wanted);
    System.out.println("-D" + PROPERTY + "=" + seed);
    return seed;
  }
}
