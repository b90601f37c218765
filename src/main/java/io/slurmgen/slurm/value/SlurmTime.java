package io.slurmgen.slurm.value;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as Slurm reads and prints them: "MM", "MM:SS", "HH:MM:SS", "D-HH", "D-HH:MM", "D-HH:MM:SS"
 * (manual page of sbatch, option --time).
 */
public final class SlurmTime {
  private static final Pattern WITH_DAYS =
      Pattern.compile("(?<d>\\d{1,7})-(?<h>\\d{1,9})(:(?<m>\\d{1,9})(:(?<s>\\d{1,9}))?)?");
  private static final Pattern WITHOUT_DAYS =
      Pattern.compile("((?<h>\\d{1,9}):(?=\\d+:))?(?<m>\\d{1,9})(:(?<s>\\d{1,9}))?");

  private SlurmTime() {}

  /** The time, or empty if the text has none of the forms. */
  static Optional<Duration> parse(String text) {
    Matcher form = WITH_DAYS.matcher(text);
    if (form.matches()) {
      return Optional.of(clock(form).plusDays(Long.parseLong(form.group("d"))));
    }
    form = WITHOUT_DAYS.matcher(text);
    return form.matches() ? Optional.of(clock(form)) : Optional.empty();
  }

  private static Duration clock(Matcher form) {
    return Duration.ofHours(number(form, "h"))
        .plusMinutes(number(form, "m"))
        .plusSeconds(number(form, "s"));
  }

  private static long number(Matcher form, String group) {
    String digits = form.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** "HH:MM:SS", with "D-" before it from a day on. */
  static String format(Duration time) {
    String clock =
        String.format(
            "%02d:%02d:%02d", time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
    return time.toDays() == 0 ? clock : time.toDays() + "-" + clock;
  }

  /**
   * The time a task has run, as Slurm's commands print it; zero where they have none to tell, such
   * as INVALID while the clocks of nodes disagree: only people read it.
   */
  public static Duration elapsed(String text) {
    return parse(text).orElse(Duration.ZERO);
  }
}
