package io.slurmgen.submission;

import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.value.MemoryOption;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.TimeLimit;
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

  private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

  /** Copies the list. */
  public SlurmSettings {
    setup = List.copyOf(setup);
  }

  /** How much memory a task gets, such as: 450M of memory for each CPU. */
  public String memoryText() {
    return MemoryOption.of(Sbatch.userOptions(userOptions))
        .filter(option -> !option.isPerCpu())
        .map(MemoryOption::text)
        .orElse(
            memory.isClusterDefault()
                ? "the cluster's default memory"
                : memory + " of memory for each CPU");
  }

  /** How long before its limit a task is told to end. */
  Duration grace() {
    return grace(time);
  }

  /**
   * How long before its limit a task ends by itself: a tenth of it, at most ten seconds. That is
   * enough to record what it has, and leaves nearly all of a limit that was estimated closely.
   */
  public static Duration grace(TimeLimit limit) {
    Duration tenth = limit.duration().dividedBy(10);
    return tenth.compareTo(LONGEST_GRACE) < 0 ? tenth : LONGEST_GRACE;
  }
}
