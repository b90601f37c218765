package io.slurmgen;

/**
 * How often tests repeat what takes long: less in the suite that everybody runs, fully with {@code
 * tools/test --all}, which sets {@code -Dtest.all=true}.
 */
public final class TestSize {
  private TestSize() {}

  /** Returns one of two sizes, unless a property of its own gives another. */
  public static int of(String property, int usual, int full) {
    return Integer.getInteger(property, Boolean.getBoolean("test.all") ? full : usual);
  }
}
