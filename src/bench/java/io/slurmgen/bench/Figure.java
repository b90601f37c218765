package io.slurmgen.bench;

import java.util.OptionalDouble;

/**
 * One measured line of the table.
 *
 * @param bound what was measured
 * @param variant under which circumstances, as Java 17; empty where there is only one
 * @param measured in the bound's unit
 * @param base what it is compared with, measured in turns with it; empty where the bound is
 *     absolute
 */
record Figure(Bound bound, String variant, double measured, OptionalDouble base) {

  /** Checks that they are numbers to compare. */
  Figure {
    if (!(measured >= 0) || (base.isPresent() && !(base.getAsDouble() > 0))) {
      throw new IllegalArgumentException(bound + ": " + measured + " against " + base);
    }
  }

  static Figure ratio(Bound bound, double measured, double base) {
    return new Figure(bound, "", measured, OptionalDouble.of(base));
  }

  static Figure absolute(Bound bound, double measured) {
    return new Figure(bound, "", measured, OptionalDouble.empty());
  }

  Figure on(String circumstances) {
    return new Figure(bound, circumstances, measured, base);
  }

  /** Measurement over base, if there is one. */
  OptionalDouble ratio() {
    return base.isEmpty() ? base : OptionalDouble.of(measured / base.getAsDouble());
  }

  /** Whether the bound holds. */
  boolean isMet() {
    return bound.holds(ratio().orElse(measured));
  }

  /** What was measured, under which circumstances. */
  String what() {
    return variant.isEmpty() ? bound.what() : bound.what() + ", " + variant;
  }
}
