package io.slurmgen.crash;

import java.util.Optional;

/**
 * A command that was begun.
 *
 * @param request what it was
 * @param answer how it ended, empty where its process was killed
 */
record Done(Request request, Optional<Answer> answer) {

  boolean isAcknowledged() {
    return answer.isPresent() && answer.get().exitCode() == 0;
  }

  /** Whether it may have done all that it was to do, something of it, or nothing. */
  boolean isOpen() {
    return answer.isEmpty();
  }
}
