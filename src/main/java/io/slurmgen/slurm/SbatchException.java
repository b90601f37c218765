package io.slurmgen.slurm;

import io.slurmgen.slurm.value.SlurmException;

/** {@code sbatch} did not say that it submitted a job; the message is its own text, whole. */
public final class SbatchException extends SlurmException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  SbatchException(String message, boolean outcomeUnknown, Throwable cause) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * Whether Slurm may nevertheless have taken the job: sbatch was killed, or the controller's
   * answer did not arrive. {@link Slurm#findByName} then tells.
   *
   * @return false if the job was certainly refused
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
