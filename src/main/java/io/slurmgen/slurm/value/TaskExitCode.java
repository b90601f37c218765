package io.slurmgen.slurm.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a task's process ended, as Slurm writes it: {@code 3:0} for {@code exit 3}, {@code 0:9} for
 * SIGKILL.
 *
 * @param status the exit status
 * @param signal the signal that ended the process, or 0; some numbers are Slurm's own: 53 for an
 *     output file that could not be opened, 125 for too much memory
 */
public record TaskExitCode(int status, int signal) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  /** The exit code, empty if the text is none. */
  public static Optional<TaskExitCode> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new TaskExitCode(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /** Whether a signal of the operating system ended the process. */
  public boolean isSignal() {
    return signal > 0 && signal < 32;
  }

  /** Returns the meaning of the signal, empty where it is none, or a rare one. */
  public String meaning() {
    return switch (signal) {
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 15 -> "SIGTERM";
      case 53 -> "its output file could not be opened";
      case 125 -> "too much memory";
      default -> "";
    };
  }

  /** The two numbers as Slurm writes them. */
  @Override
  public String toString() {
    return status + ":" + signal;
  }
}
