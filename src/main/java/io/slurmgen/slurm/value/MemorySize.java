package io.slurmgen.slurm.value;

import io.slurmgen.UserError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a task for each of its CPUs.
 *
 * @param megabytes of 1,048,576 bytes, as Slurm counts; 0 stands for the cluster's default
 */
public record MemorySize(long megabytes) {
  /** Whatever the cluster gives a task that does not ask. */
  public static final MemorySize CLUSTER_DEFAULT = new MemorySize(0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:([KMGT])(?:I?B)?)?");
  private static final long MOST_MEGABYTES = 1L << 40;

  public MemorySize {
    if (megabytes < 0 || megabytes > MOST_MEGABYTES) {
      throw new IllegalArgumentException("not a size of memory: " + megabytes + " MB");
    }
  }

  /**
   * Reads a size as Slurm does: "1GB", "4000M", "2g"; megabytes where there is no unit, units of
   * 1024, kilobytes rounded up.
   *
   * @param text the size, or empty for the cluster's default
   * @return the size
   * @throws UserError if it is neither
   */
  public static MemorySize parse(String text) {
    if (text.isBlank()) {
      return CLUSTER_DEFAULT;
    }
    Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new UserError("not a size of memory: '" + text + "' (possible are 4000M, 4GB, 1T)");
    }
    return new MemorySize(megabytes(Long.parseLong(form.group(1)), form.group(2)));
  }

  private static long megabytes(long number, String unit) {
    return switch (unit == null ? 'M' : unit.charAt(0)) {
      case 'K' -> (number + 1023) >> 10;
      case 'G' -> number << 10;
      case 'T' -> number << 20;
      default -> number;
    };
  }

  /** Whether the cluster's default is meant. */
  public boolean isClusterDefault() {
    return megabytes == 0;
  }

  /**
   * More or less memory; the cluster's default stays what it is.
   *
   * @param factor positive
   * @return the product, rounded up to the megabyte
   */
  public MemorySize times(double factor) {
    return new MemorySize((long) Math.min(MOST_MEGABYTES, Math.ceil(megabytes * factor)));
  }

  /**
   * Returns the value for {@code --mem-per-cpu}, such as "1536M"; empty for the cluster's default.
   */
  @Override
  public String toString() {
    return isClusterDefault() ? "" : megabytes + "M";
  }
}
