package io.slurmgen.slurm;

import io.slurmgen.UserError;
import io.slurmgen.slurm.value.ShellWords;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word with an option of sbatch, and whether sbatch takes the next word for its value (sbatch(1)
 * of Slurm 22.05, and getopt_long(3), which never looks for an optional value in the next word).
 *
 * @param word such as {@code --nice}, {@code -Hp} or {@code --qos=test}
 */
record SbatchOption(String word) {

  /** Names may be cut short. */
  private static final List<String> WITHOUT_VALUE =
      List.of(
          "contiguous",
          "hold",
          "ignore-pbs",
          "overcommit",
          "oversubscribe",
          "quiet",
          "reboot",
          "share",
          "spread-job",
          "use-min-nodes",
          "verbose");

  private static final List<String> WITH_OPTIONAL_VALUE =
      List.of("exclusive", "nice", "no-kill", "propagate");

  /** The first group is the first letter that may have a value, the second one that value. */
  private static final Pattern SHORT =
      Pattern.compile("-[HOQsv]*(?:([^HOQsv])(.*))?", Pattern.DOTALL);

  static SbatchOption of(String word) {
    return new SbatchOption(word);
  }

  /** Whether it is an option, without a value in the same word. */
  boolean mayLackItsValue() {
    if (word.startsWith("--")) {
      return !word.contains("=");
    }
    Matcher option = SHORT.matcher(word);
    return option.matches() && (option.group(1) == null || option.group(2).isEmpty());
  }

  /**
   * Refuses a word behind the option that sbatch would take for its script.
   *
   * @throws UserError unless it is the value that the option lacks
   */
  void refuseValue(String next) {
    Optional<String> why = word.startsWith("--") ? whyNoValue(next) : whyNoValueOfShort(next);
    if (why.isPresent()) {
      throw new UserError(
          "sbatch would take '%s' for its script: %s; a value with spaces needs quotes"
              .formatted(next, why.get()));
    }
  }

  private Optional<String> whyNoValue(String next) {
    String name = word.substring(2);
    if (WITH_OPTIONAL_VALUE.stream().anyMatch(option -> option.startsWith(name))) {
      return Optional.of("write " + word + "=" + ShellWords.quote(next));
    }
    return WITHOUT_VALUE.stream().anyMatch(option -> option.startsWith(name))
        ? Optional.of(word + " takes no value")
        : Optional.empty();
  }

  private Optional<String> whyNoValueOfShort(String next) {
    Matcher option = SHORT.matcher(word);
    if (!option.matches() || option.group(1) == null) {
      return Optional.of(word + " takes no value");
    }
    return option.group(1).equals("k")
        ? Optional.of("write " + word + ShellWords.quote(next))
        : Optional.empty();
  }
}
