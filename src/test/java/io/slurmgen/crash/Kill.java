package io.slurmgen.crash;

/**
 * When a process is killed.
 *
 * @param worker which
 * @param request during which of its commands of the round
 * @param trigger what is waited for
 * @param delayMicros how long after the command's beginning
 * @param lockMicros how long after it was seen to hold the lock file
 * @param isObserved whether it is stopped first and looked at; a stopped process has finished the
 *     system call that it was in, one that is killed at once may have not
 */
record Kill(
    int worker, int request, Trigger trigger, int delayMicros, int lockMicros, boolean isObserved) {

  /** What is waited for. */
  enum Trigger {
    TIME,
    LOCK
  }
}
