package io.slurmgen.slurm;

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
public record ExitCode(int status, int signal) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  static ExitCode parse(String text) throws SlurmException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new SlurmException("Slurm reports an exit code that is none: " + text);
    }
    return new ExitCode(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /** The two numbers as Slurm writes them. */
  @Override
  public String toString() {
    return status + ":" + signal;
  }
}
