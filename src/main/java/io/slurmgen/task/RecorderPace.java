package io.slurmgen.task;

import java.time.Duration;

/**
 * How often a recorder writes.
 *
 * @param interval the least time between two commits that nobody waits for
 * @param lockPatience how long one try waits for other writers
 * @param retry the pause after a try that failed
 */
record RecorderPace(Duration interval, Duration lockPatience, Duration retry) {

  static final RecorderPace USUAL =
      new RecorderPace(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1));
}
