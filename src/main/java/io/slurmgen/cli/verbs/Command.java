package io.slurmgen.cli.verbs;

import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import java.nio.file.Path;
import java.util.List;

/**
 * One command of {@code slurm-gen}. Its options and arguments have their values before {@link #run}
 * is called; an instance serves for one run.
 *
 * <p>A person's mistake is thrown as {@link io.slurmgen.UserError}; any other exception is a
 * failure. Either way the command line prints the message, so that a command only prints results.
 */
public interface Command {
  /** Describes the command for {@code --help}, in paragraphs of any line length. */
  String description();

  /**
   * Returns the command's arguments, in their order, and its options, as {@code --help} lists them.
   */
  default List<Input<?>> inputs() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @param terminal where results go and questions are asked
   * @param directory the existing directory that holds {@code Datasets.java} and the cache
   */
  ExitCode run(Terminal terminal, Path directory) throws Exception;
}
