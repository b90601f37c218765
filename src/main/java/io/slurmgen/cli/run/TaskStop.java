package io.slurmgen.cli.run;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.task.Recorder;
import io.slurmgen.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * Ends a task on SIGTERM: what is made by then is appended and recorded, and the job is marked as
 * interrupted.
 *
 * <p>Where the signal is the warning before the time limit, the task works on until its deadline.
 * It might be a scancel in the last minute as well, after which SIGKILL soon follows; so what is
 * made meanwhile is recorded every few seconds.
 */
public final class TaskStop {

  /** Slurm's KillWait is 30 seconds, unless the site has changed it. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration CHECKPOINT = Duration.ofSeconds(3);

  private static final JobEnd TIMEOUT =
      JobEnd.of(JobState.INTERRUPTED, EndReason.TIMEOUT, "TIMEOUT: stopped before its time limit");

  private final Terminal terminal;
  private final Recorder recorder;
  private final Task task;
  private final LongAdder made;
  private final SlurmDeadline deadline;
  private final Thread hook = new Thread(this::stop, "slurm-gen stop");

  private TaskStop(
      Terminal terminal, Recorder recorder, Task task, LongAdder made, SlurmDeadline deadline) {
    this.terminal = terminal;
    this.recorder = recorder;
    this.task = task;
    this.made = made;
    this.deadline = deadline;
  }

  /** Waits for SIGTERM from now on. */
  public static TaskStop watch(
      Terminal terminal, Recorder recorder, Task task, LongAdder made, SlurmDeadline deadline) {
    TaskStop stop = new TaskStop(terminal, recorder, task, made, deadline);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /**
   * The task has ended.
   *
   * @return false if a signal came before, and the process is being ended
   */
  public boolean release() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return false;
    }
  }

  /** Runs while the process ends, so it must not throw. */
  private void stop() {
    try {
      if (StopOnSignal.isExitCalled()) {
        endByExit();
      }
      boolean isWarning = deadline.isNear(Instant.now());
      if (isWarning && endsInTime()) {
        finish();
      }
      task.stop(isWarning ? TIMEOUT : Task.INTERRUPTED);
      boolean recorded = recorder.close(PATIENCE);
      task.recordStop(PATIENCE);
      terminal.notice(
          "stopped by a signal: %s made%s"
              .formatted(
                  Numbers.counted(made.sum(), "sample"),
                  recorded ? "" : "; they are recorded by the next command"));
    } catch (IOException | RuntimeException e) {
      terminal.notice("stopped by a signal; " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The user's code has called System.exit; its exit code would say nothing of the job. */
  private void endByExit() throws IOException, InterruptedException {
    task.stop(StopOnSignal.EXIT_CALLED);
    recorder.close(PATIENCE);
    task.recordStop(PATIENCE);
    terminal.notice(Numbers.counted(made.sum(), "sample") + " made");
    terminal.notice("slurm-gen: " + StopOnSignal.EXIT_CALLED.error().orElseThrow());
    Runtime.getRuntime().halt(ExitCode.FAILED.number());
  }

  private boolean endsInTime() throws IOException, InterruptedException {
    terminal.notice("the time limit is near: working on until shortly before " + deadline.end());
    task.checkpoint();
    Duration left = deadline.left(Instant.now());
    while (!left.isZero()) {
      if (task.awaitEnd(left.compareTo(CHECKPOINT) < 0 ? left : CHECKPOINT)) {
        return true;
      }
      task.checkpoint();
      left = deadline.left(Instant.now());
    }
    return false;
  }

  /** The signal would else be the exit code of a task that has ended by itself. */
  private void finish() {
    if (task.outcome().isPresent()) {
      recorder.close(PATIENCE);
      ExitCode code = TaskReport.print(terminal, task.outcome().get(), made.sum());
      Runtime.getRuntime().halt(code.number());
    }
  }
}
