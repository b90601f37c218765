package io.slurmgen.task;

import java.time.Duration;

/**
 * How often a recorder writes.
 *
 * @param shortest the least time between two commits that nobody waits for
 * @param longest the most that this grows to where commits are slow
 * @param lockPatience how long one try waits for other writers
 * @param retry the pause after a try that failed
 */
record RecorderPace(Duration shortest, Duration longest, Duration lockPatience, Duration retry) {

  /** Of many tasks, each of which may have a recorder: the lock and the disk are everybody's. */
  static final RecorderPace OF_TASK = withPauses(Duration.ofSeconds(1));

  /** Of a run that makes all its samples here: little is left to be recorded at its end. */
  static final RecorderPace OF_LOCAL_RUN = withPauses(Duration.ofMillis(100));

  /** So that commits take a sixth of the time at most, unless the longest pause is shorter. */
  private static final int PAUSES_PER_COMMIT = 5;

  private static RecorderPace withPauses(Duration shortest) {
    return new RecorderPace(
        shortest, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1));
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
