package io.slurmgen.slurm.value;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What Slurm knows of a task.
 *
 * @param state what it does, or how it ended
 * @param reason why it waits or failed, in Slurm's word such as {@code Priority} or {@code
 *     NodeDown}; empty if Slurm gives none
 * @param exitCode how its process ended; empty while it has not, or if Slurm did not tell
 * @param node where it runs or ran; empty before it started
 * @param elapsed how long its latest run has lasted
 */
public record TaskStatus(
    SlurmState state,
    String reason,
    Optional<TaskExitCode> exitCode,
    String node,
    Duration elapsed) {
  public TaskStatus {
    Objects.requireNonNull(state);
    Objects.requireNonNull(exitCode);
    Objects.requireNonNull(elapsed);
    reason = reason.equals("None") ? "" : reason;
    node = node.equals("None assigned") || node.equals("(null)") ? "" : node;
  }

  /**
   * A status as Slurm's commands print it.
   *
   * @param state in full; one that slurm-gen does not know is told as the reason
   * @param exitCode which counts only after the end
   */
  public static TaskStatus of(
      String state, String reason, Optional<TaskExitCode> exitCode, String node, Duration elapsed) {
    SlurmState known = SlurmState.parse(state);
    return new TaskStatus(
        known,
        known == SlurmState.UNKNOWN
            ? "Slurm reports a state that slurm-gen does not know: " + state
            : reason,
        known.isFinished() ? exitCode : Optional.empty(),
        node,
        elapsed);
  }

  /** This, with the exit code that another source knows. */
  public TaskStatus withExitCodeOf(TaskStatus detail) {
    return new TaskStatus(state, reason, detail.exitCode, node, elapsed);
  }
}
