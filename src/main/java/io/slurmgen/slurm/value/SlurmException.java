package io.slurmgen.slurm.value;

import java.io.IOException;

/**
 * One of Slurm's commands failed, or said what we do not understand; its own text is kept whole.
 */
public class SlurmException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean answered;

  public SlurmException(String message) {
    this(message, null);
  }

  public SlurmException(String message, Throwable cause) {
    this(message, cause, true);
  }

  private SlurmException(String message, Throwable cause, boolean answered) {
    super(message, cause);
    this.answered = answered;
  }

  /**
   * Whether Slurm gave an answer.
   *
   * @return true where that answer is not understood
   */
  public boolean answered() {
    return answered;
  }

  /** Returns the failure of a command that gave no answer. */
  public static SlurmException withoutAnswer(String message, Throwable cause) {
    return new SlurmException(message, cause, false);
  }
}
