package io.slurmgen.submission;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Durations {

  private Durations() {}

  /** Returns a text such as 0.2 s, 1:05 min, 3:20:00 h. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      double exact = duration.toNanos() / 1e9;
      return String.format(Locale.ROOT, exact < 0.01 && exact > 0 ? "%.4f s" : "%.2f s", exact);
    }
    return seconds < 3600
        ? "%d:%02d min".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d h".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Hours, with as many digits as make sense. */
  public static String hours(Duration duration) {
    double hours = (duration.toSeconds() + duration.getNano() / 1e9) / 3600;
    return String.format(Locale.ROOT, hours < 0.1 ? "%.4f" : "%.1f", hours);
  }
}
