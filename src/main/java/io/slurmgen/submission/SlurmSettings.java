package io.slurmgen.submission;

import io.slurmgen.slurm.MemorySize;
import io.slurmgen.slurm.TimeLimit;
import java.time.Duration;
import java.util.List;

/**
 * What tasks ask Slurm for.
 *
 * @param time for each task
 * @param memory for each task
 * @param maxParallel how many tasks may run at once, 0 for any number
 * @param userOptions further sbatch options, as one text
 * @param setup shell lines that a task runs first
 */
public record SlurmSettings(
    TimeLimit time, MemorySize memory, int maxParallel, String userOptions, List<String> setup) {

  private static final Duration LONGEST_GRACE = Duration.ofMinutes(1);

  /** Copies the list. */
  public SlurmSettings {
    setup = List.copyOf(setup);
  }

  /** How long before its limit a task is told to end. */
  Duration grace() {
    return grace(time.duration());
  }

  /** How long before a time limit a task is told to end: a tenth of it, at most a minute. */
  public static Duration grace(Duration limit) {
    Duration tenth = limit.dividedBy(10);
    return tenth.compareTo(LONGEST_GRACE) < 0 ? tenth : LONGEST_GRACE;
  }
}
