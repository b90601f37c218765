package io.slurmgen.slurm.value;

import io.slurmgen.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the three options with which users ask sbatch for memory; Slurm takes only one of them at
 * a time.
 *
 * @param name {@code --mem} for a node, {@code --mem-per-cpu} or {@code --mem-per-gpu}
 * @param value as it was given
 */
public record MemoryOption(String name, String value) {
  private static final Pattern NAME = Pattern.compile("(--mem(?:-per-cpu|-per-gpu)?)(?:=(.*))?");

  /**
   * The one that counts: the last.
   *
   * @param userOptions as {@code Sbatch#userOptions(String)} gives them
   * @return empty if there is none
   */
  public static Optional<MemoryOption> of(List<String> userOptions) {
    Optional<MemoryOption> last = Optional.empty();
    for (int i = 0; i < userOptions.size(); i++) {
      Matcher word = NAME.matcher(userOptions.get(i));
      if (word.matches()) {
        String next = i + 1 < userOptions.size() ? userOptions.get(i + 1) : "";
        String value = word.group(2) == null ? next : word.group(2);
        last = Optional.of(new MemoryOption(word.group(1), value));
      }
    }
    return last;
  }

  /** The other options, in their order. */
  public static List<String> without(List<String> userOptions) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < userOptions.size(); i++) {
      Matcher word = NAME.matcher(userOptions.get(i));
      if (!word.matches()) {
        others.add(userOptions.get(i));
      } else if (word.group(2) == null) {
        i++;
      }
    }
    return List.copyOf(others);
  }

  /** Whether it asks for memory for each CPU, as slurm-gen itself does. */
  public boolean isPerCpu() {
    return name.equals("--mem-per-cpu");
  }

  /**
   * Its value.
   *
   * @throws UserError if that is no size of memory
   */
  public MemorySize size() {
    return MemorySize.parse(value);
  }

  /** More of it; there is no more than all of a node, which 0 stands for. */
  public MemoryOption times(double factor) {
    return isAll() ? this : new MemoryOption(name, size().times(factor).toString());
  }

  private boolean isAll() {
    return value.matches("0+[KMGTkmgt]?");
  }

  /** Returns a text such as 450M of memory for each CPU. */
  public String text() {
    if (isAll()) {
      return "all memory of the node";
    }
    String unit = name.substring("--mem".length()).replace("-per-", "").toUpperCase(Locale.ROOT);
    return value + " of memory" + (unit.isEmpty() ? " on its node" : " for each " + unit);
  }

  /** Returns this as one word for sbatch. */
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
