package io.slurmgen.cli.run;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.model.JobState;
import io.slurmgen.task.Task;
import java.util.Arrays;

/** The last lines of a task's log, which say how it ended. */
public final class TaskReport {

  private TaskReport() {}

  /**
   * Prints how a task ended. Its log is the only place where a user can see where the generator
   * failed; the last lines, which {@code status} shows, say it in short.
   *
   * @param made how many samples were made
   */
  public static ExitCode print(Terminal terminal, Task.Outcome outcome, long made) {
    outcome
        .cause()
        .map(Throwable::getCause)
        .ifPresent(thrown -> withoutOurFrames(thrown).printStackTrace(terminal.err()));
    terminal.notice(Numbers.counted(made, "sample") + " made");
    outcome.end().error().ifPresent(error -> terminal.notice("slurm-gen: " + error));
    return outcome.end().state() == JobState.DONE ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Below the first frame of ours there is nothing of the user's. */
  private static Throwable withoutOurFrames(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      each.setStackTrace(
          Arrays.stream(each.getStackTrace())
              .takeWhile(frame -> !frame.getClassName().startsWith("io.slurmgen."))
              .toArray(StackTraceElement[]::new));
    }
    return thrown;
  }
}
