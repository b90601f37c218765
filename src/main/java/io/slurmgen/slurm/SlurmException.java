package io.slurmgen.slurm;

import java.io.IOException;

/**
 * One of Slurm's commands failed, or said what we do not understand; its own text is kept whole.
 */
public class SlurmException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean answered;

  SlurmException(String message) {
    this(message, null);
  }

  SlurmException(String message, Throwable cause) {
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

  static SlurmException of(Command.TimeLimitException e) {
    return new SlurmException(e.getMessage(), e, false);
  }

  static SlurmException of(String program, Command.Output output) {
    String said = output.err().isBlank() ? output.out().strip() : output.err().strip();
    return new SlurmException(
        said.isEmpty() ? program + " ended with exit code " + output.exit() : said, null, false);
  }
}
