package io.slurmgen.submission;

import java.util.List;
import java.util.Locale;

/** Sizes as people read them, in powers of 1000. */
public final class ByteSizes {

  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB", "EB");

  private ByteSizes() {}

  /** Returns a text such as 812 bytes, 20.0 kB, 1.5 GB. */
  public static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " " + UNITS.get(0)
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
  }
}
