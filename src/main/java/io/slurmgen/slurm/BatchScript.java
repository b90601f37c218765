package io.slurmgen.slurm;

import io.slurmgen.slurm.value.ShellWords;
import java.util.List;

/**
 * The shell script that Slurm runs for each task of an array. Its last act is to become the
 * command, so that the command gets the batch shell's signals ({@code --signal=B:TERM@…}), and
 * nobody waits for it in between.
 *
 * <p>It has no {@code #SBATCH} lines: those have no quoting of their own, so that paths with spaces
 * or line ends could not be written; {@link Sbatch} passes all options as arguments.
 *
 * @param setup the user's own shell lines, taken as they are, such as {@code module load java/17};
 *     where there are any, {@code /etc/profile} is read before, since sites define such commands
 *     there
 * @param command program and arguments, each passed on unchanged; the number of the task's job in
 *     its submission is added as the last argument
 * @param adjustments shell lines that run last and may change the command, which they find in the
 *     positional parameters
 * @param firstJob the number of the job that has array index 0
 */
public record BatchScript(
    List<String> setup, List<String> command, List<String> adjustments, int firstJob) {
  /**
   * The variable in which the command finds when the script began, in seconds since 1970, with six
   * to nine digits after a dot or the locale's comma. Bash knows it since version 5, without the
   * start of another program.
   */
  public static final String STARTED = "SLURM_GEN_STARTED";

  /** Checks and copies the lists. */
  public BatchScript {
    setup = List.copyOf(setup);
    command = List.copyOf(command);
    adjustments = List.copyOf(adjustments);
    if (command.isEmpty() || firstJob < 0) {
      throw new IllegalArgumentException("no command, or a negative job number: " + firstJob);
    }
    if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("an argument contains a NUL character");
    }
  }

  /** A script that runs the command as it stands. */
  public BatchScript(List<String> setup, List<String> command, int firstJob) {
    this(setup, command, List.of(), firstJob);
  }

  /**
   * The script's text.
   *
   * @return for bash; ends with a line end
   */
  public String render() {
    StringBuilder text = new StringBuilder("#!/bin/bash\n");
    text.append("# Written by slurm-gen: one task of a job array.\n");
    text.append("export ").append(STARTED).append("=${EPOCHREALTIME:-$(date +%s.%N)}\n");
    if (!setup.isEmpty()) {
      text.append("\n# Sites define commands such as module for login shells only.\n");
      text.append("[ ! -r /etc/profile ] || . /etc/profile\n");
      setup.forEach(line -> text.append(line).append('\n'));
    }
    text.append("\n# The last argument is the number of this task's job.\n");
    text.append(adjustments.isEmpty() ? "exec" : "set --");
    command.forEach(word -> text.append(" \\\n  ").append(ShellWords.quote(word)));
    text.append(" \\\n  ").append(jobNumber()).append('\n');
    if (!adjustments.isEmpty()) {
      text.append('\n');
      adjustments.forEach(line -> text.append(line).append('\n'));
      text.append("exec \"$@\"\n");
    }
    return text.toString();
  }

  private String jobNumber() {
    return "\"$((" + firstJob + " + SLURM_ARRAY_TASK_ID))\"";
  }
}
