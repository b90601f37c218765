package io.slurmgen.cli.verbs;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Prints the class path that this process itself runs from. */
public final class ClasspathCommand implements Command {
  @Override
  public String description() {
    return """
    Prints the class path of the library, for compiling and running programs that use it:

      java -cp "$(slurm-gen classpath)" Program.java
    """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) {
    // As it is, since a program reads it.
    terminal.out().println(classPath());
    return ExitCode.DONE;
  }

  /** The class path of this process, with absolute paths. */
  public static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
