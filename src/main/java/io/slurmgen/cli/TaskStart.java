package io.slurmgen.cli;

import io.slurmgen.slurm.BatchScript;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * When a task began: with its batch script, so that the user's setup and the start of the JVM count
 * to what it takes.
 *
 * @param instant when
 */
record TaskStart(Instant instant) {

  /**
   * The start of this process's task.
   *
   * @param environment of the task: the batch script tells when it began
   * @param process when this process started, which is the script's own start as the kernel knows
   *     it, to within seconds: the script has become this process
   * @param now the present time; no task began later
   */
  static TaskStart of(Map<String, String> environment, Instant process, Instant now) {
    String told = environment.getOrDefault(BatchScript.STARTED_NANOS, "");
    Instant began =
        told.matches("\\d{18,19}") ? Instant.ofEpochSecond(0, Long.parseLong(told)) : process;
    return new TaskStart(began.isBefore(now) ? began : now);
  }

  /**
   * The same as {@link System#nanoTime} counts, never in the future, even if the clock goes back.
   */
  long nanoTime() {
    long now = System.nanoTime();
    return now - Math.max(0, Duration.between(instant, Instant.now()).toNanos());
  }
}
