package io.slurmgen.doctor;

import io.slurmgen.disk.InterProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The part of a second process in {@link LockCheck}. */
public final class LockAttempt {

  /** The exit code of a process that was kept out. */
  static final int KEPT_OUT = 0;

  /** The exit code of a process that could lock the file as well. */
  static final int ENTERED = 3;

  private LockAttempt() {}

  /**
   * Tries to lock a file that the first process has locked.
   *
   * @return the exit code that tells the first process how it went
   * @throws IOException if this process cannot lock it at all
   */
  public static int on(Path file) throws IOException {
    Optional<InterProcessLock.Held> held = InterProcessLock.of(file).acquire(Duration.ZERO);
    if (held.isPresent()) {
      held.get().close();
    }
    return held.isPresent() ? ENTERED : KEPT_OUT;
  }
}
