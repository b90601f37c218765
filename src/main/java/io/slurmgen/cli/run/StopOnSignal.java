package io.slurmgen.cli.run;

import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops work of this process when Ctrl-C, SIGTERM or SIGHUP ends it, or user code does. Either the
 * work ends first or the signal comes first, never both. Thread-safe.
 */
public final class StopOnSignal {

  /** How jobs end when the user's code ends the process. */
  static final JobEnd EXIT_CALLED =
      JobEnd.of(
          JobState.FAILED,
          EndReason.GENERATOR,
          "the code of the dataset ended the process by System.exit");

  private final Thread thread;
  private final AtomicBoolean decided = new AtomicBoolean();

  private StopOnSignal(Runnable stop) {
    thread = new Thread(() -> signalled(stop), "slurm-gen stop");
  }

  /**
   * Whether the process is ending because somebody called System.exit, rather than by a signal:
   * that call is still under way then.
   */
  static boolean isExitCalled() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().equals(Runtime.class.getName())
                    && frame.getMethodName().equals("exit"));
  }

  /** From now on a signal runs this, and ends the process after it. */
  public static StopOnSignal arm(Runnable stop) {
    StopOnSignal armed = new StopOnSignal(stop);
    Runtime.getRuntime().addShutdownHook(armed.thread);
    return armed;
  }

  private void signalled(Runnable stop) {
    if (decided.compareAndSet(false, true)) {
      stop.run();
    }
  }

  /**
   * The work has ended; a signal now ends the process as it would any other.
   *
   * @return false if a signal came before: what was to be done is done, and the process is ending
   */
  public boolean disarm() throws InterruptedException {
    if (!decided.compareAndSet(false, true)) {
      thread.join();
      return false;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ending) {
      return true;
    }
    return true;
  }
}
