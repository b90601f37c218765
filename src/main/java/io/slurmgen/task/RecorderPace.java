package io.slurmgen.task;

import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.sqlite.CatalogBusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a recorder writes.
 *
 * @param shortest the least time between two commits that nobody waits for
 * @param longest the most that this grows to where commits are slow
 * @param lockPatience how long one try waits for other writers
 * @param retry the pause after a try that failed
 * @param fullDisk how long it tries a catalog that cannot be written for another reason than other
 *     writers, unless that reason stays; empty for as long as the recorder is open
 */
record RecorderPace(
    Duration shortest,
    Duration longest,
    Duration lockPatience,
    Duration retry,
    Optional<Duration> fullDisk) {

  /**
   * The pace of many tasks, each of which may have a recorder: the lock and the disk are
   * everybody's.
   */
  static final RecorderPace OF_TASK = withPauses(Duration.ofSeconds(1), Optional.empty());

  /**
   * The pace of a run that makes all its samples here: little is left to be recorded at its end,
   * and somebody waits for it.
   */
  static final RecorderPace OF_LOCAL_RUN =
      withPauses(Duration.ofMillis(100), Optional.of(Duration.ofMinutes(2)));

  /** So that commits take a sixth of the time at most, unless the longest pause is shorter. */
  private static final int PAUSES_PER_COMMIT = 5;

  private static RecorderPace withPauses(Duration shortest, Optional<Duration> fullDisk) {
    return new RecorderPace(
        shortest, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1), fullDisk);
  }

  /**
   * Whether to try no more.
   *
   * @param cause why the last try failed
   * @param trouble how long tries have failed for other reasons than other writers
   */
  boolean givesUp(IOException cause, Duration trouble) {
    boolean passes =
        cause instanceof CatalogBusyException
            || (!(cause instanceof UselessCatalogException)
                && fullDisk.filter(limit -> trouble.compareTo(limit) > 0).isEmpty());
    return fullDisk.isPresent() && !passes;
  }

  /** The pause after a commit that took so long, with the wait for other writers. */
  Duration pauseAfter(Duration commit) {
    Duration pause = commit.multipliedBy(PAUSES_PER_COMMIT);
    if (pause.compareTo(shortest) < 0) {
      return shortest;
    }
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
