package io.slurmgen.crash;

/**
 * When a process is killed.
 *
 * @param worker which
 * @param request during which of its commands of the round
 * @param trigger what is waited for
 * @param delayMicros how long after the command's beginning
 * @param laterMicros how long after that has come about
 * @param isObserved whether it is stopped first and looked at; a stopped process has finished the
 *     system call that it was in, one that is killed at once may have not
 */
record Kill(
    int worker,
    int request,
    Trigger trigger,
    int delayMicros,
    int laterMicros,
    boolean isObserved) {

  /** The same after some time, where it would wait for a lock, and without a look at locks. */
  Kill withoutSignsOfLocks(int micros) {
    return switch (trigger) {
      case APPEND, REMOVAL -> new Kill(worker, request, trigger, delayMicros, laterMicros, false);
      case TIME, LOCK, COMMIT, COMMITTED ->
          new Kill(worker, request, Trigger.TIME, micros, laterMicros, false);
    };
  }

  /** What is waited for. */
  enum Trigger {
    /** Nothing but the time. */
    TIME,
    /** It holds the lock file. */
    LOCK,
    /** A segment has grown, which it will record next. */
    APPEND,
    /** A segment has become shorter, or is gone. */
    REMOVAL,
    /** It has begun to write into the catalog's file. */
    COMMIT,
    /** It has done so, and has not let go of the lock file yet. */
    COMMITTED
  }
}
