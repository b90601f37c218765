package io.slurmgen.layout;

import io.slurmgen.slurm.value.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that are proposed to a person. */
public final class ProposedCommand {

  private ProposedCommand() {}

  /**
   * The command that generates more samples of a parameter set.
   *
   * @param directory the directory with Datasets.java
   * @param dataset the dataset's name
   * @param params the parameters as canonical JSON
   * @param samples how many
   */
  public static String generate(Path directory, String dataset, String params, long samples) {
    List<String> words = command(directory);
    words.addAll(List.of("generate", dataset, "-n", Long.toString(samples)));
    if (!params.equals("{}")) {
      words.addAll(List.of("--params", params));
    }
    return ShellWords.typedLine(words);
  }

  /**
   * The command that makes a lost or damaged catalog again.
   *
   * @param directory the directory with Datasets.java
   */
  public static String rebuild(Path directory) {
    return command(directory, "repair", "--rebuild-catalog");
  }

  /**
   * A command on a directory.
   *
   * @param directory the directory with Datasets.java; left out where it is the working directory
   * @param verbAndArguments what follows
   */
  public static String command(Path directory, String... verbAndArguments) {
    List<String> words = command(directory);
    words.addAll(List.of(verbAndArguments));
    return ShellWords.typedLine(words);
  }

  private static List<String> command(Path directory) {
    List<String> words = new ArrayList<>(List.of("slurm-gen"));
    Path working = Path.of("").toAbsolutePath().normalize();
    if (!directory.equals(working)) {
      words.add("-C");
      words.add(
          directory.startsWith(working)
              ? working.relativize(directory).toString()
              : directory.toString());
    }
    return words;
  }
}
