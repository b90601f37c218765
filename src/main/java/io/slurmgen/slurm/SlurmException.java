package io.slurmgen.slurm;

import java.io.IOException;

/**
 * One of Slurm's commands failed, or said what we do not understand; its own text is kept whole.
 */
public class SlurmException extends IOException {
  private static final long serialVersionUID = 1L;

  SlurmException(String message) {
    super(message);
  }

  SlurmException(String message, Throwable cause) {
    super(message, cause);
  }

  static SlurmException of(String program, Command.Output output) {
    String said = output.err().isBlank() ? output.out().strip() : output.err().strip();
    return new SlurmException(
        said.isEmpty() ? program + " ended with exit code " + output.exit() : said);
  }
}
