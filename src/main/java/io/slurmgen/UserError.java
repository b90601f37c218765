package io.slurmgen;

/**
 * A mistake of the person at the keyboard: its message is one line (compiler output apart) that
 * names the value, what would be right, and where it helps the next command to type. The command
 * line shows the message alone and exits with 2.
 */
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A mistake.
   *
   * @param message the line to show
   */
  public UserError(String message) {
    super(message);
  }

  /**
   * A mistake that another exception revealed.
   *
   * @param message the line to show
   * @param cause shown only where stack traces were asked for
   */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
