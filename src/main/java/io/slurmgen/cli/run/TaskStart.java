package io.slurmgen.cli.run;

import io.slurmgen.slurm.BatchScript;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * When a task began: with its batch script, so that the user's setup and the start of the JVM count
 * to what it takes.
 *
 * @param instant when
 */
public record TaskStart(Instant instant) {
  private static final String TOLD = "\\d{9,10}[.,]\\d{6,9}";

  /**
   * The start of this process's task.
   *
   * @param environment of the task: the batch script tells when it began
   * @param process asked where it does not: when this process started, which is the script's own
   *     start as the kernel knows it, to within seconds, since the script has become this process
   * @param now the present time; no task began later
   */
  public static TaskStart of(
      Map<String, String> environment, Supplier<Instant> process, Instant now) {
    String told = environment.getOrDefault(BatchScript.STARTED, "");
    Instant began = told.matches(TOLD) ? instant(told) : process.get();
    return new TaskStart(began.isBefore(now) ? began : now);
  }

  private static Instant instant(String told) {
    BigDecimal seconds = new BigDecimal(told.replace(',', '.'));
    return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValueExact());
  }

  /**
   * The same as {@link System#nanoTime} counts, never in the future, even if the clock goes back.
   */
  public long nanoTime() {
    long now = System.nanoTime();
    return now - Math.max(0, Duration.between(instant, Instant.now()).toNanos());
  }
}
