package io.slurmgen.catalog.jobs;

import io.slurmgen.model.AttemptRow;
import java.io.IOException;

/**
 * The attempt is no longer the one that may record samples: its job was started again, given to
 * another submission, or cancelled. What the attempt made is not recorded.
 */
public final class SupersededException extends IOException {
  private static final long serialVersionUID = 1L;

  SupersededException(String message) {
    super(message);
  }

  /** A newer attempt, another submission or a cancellation has taken the attempt's place. */
  public static SupersededException of(AttemptRow attempt) {
    return new SupersededException(
        "attempt %d of job %d of submission %d is superseded; what it makes is not recorded"
            .formatted(attempt.number(), attempt.jobNumber(), attempt.submissionId()));
  }
}
