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
   * @param message the line to show; what is in it of a user's input needs no escapes
   */
  public UserError(String message) {
    super(PrintableText.line(message));
  }

  /**
   * A mistake that another exception revealed.
   *
   * @param message the line to show
   * @param cause shown only where stack traces were asked for
   */
  public UserError(String message, Throwable cause) {
    super(PrintableText.line(message), cause);
  }

  private UserError(Lines lines) {
    super(PrintableText.lines(lines.text));
  }

  /**
   * A mistake that takes several lines to explain, as compilers do.
   *
   * @param text the lines to show
   * @return the mistake
   */
  public static UserError ofLines(String text) {
    return new UserError(new Lines(text));
  }

  private record Lines(String text) {}
}
