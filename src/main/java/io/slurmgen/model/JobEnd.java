package io.slurmgen.model;

import java.util.Optional;

/**
 * How a job ended.
 *
 * @param state its state then
 * @param reason why it has not all its samples, empty where it has
 * @param error the same for people, one line
 */
public record JobEnd(JobState state, Optional<EndReason> reason, Optional<String> error) {

  /** With all its samples. */
  public static JobEnd done() {
    return new JobEnd(JobState.DONE, Optional.empty(), Optional.empty());
  }

  /** Without all its samples. */
  public static JobEnd of(JobState state, EndReason reason, String error) {
    return new JobEnd(state, Optional.of(reason), Optional.of(error));
  }
}
