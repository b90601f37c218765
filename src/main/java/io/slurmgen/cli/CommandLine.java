package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.Options;
import io.slurmgen.cli.args.Suggestion;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Failure;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.cli.verbs.Command;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Runs what was typed: finds the command, reads its options, and reports how it ended. */
final class CommandLine {

  private final Terminal terminal;

  CommandLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command; whatever goes wrong is printed and becomes an exit code. */
  ExitCode run(List<String> arguments) {
    try {
      return runOrThrow(arguments);
    } catch (Throwable e) {
      return new Failure(e).report(terminal);
    }
  }

  private ExitCode runOrThrow(List<String> arguments) throws Exception {
    ToolOptions tool = new ToolOptions();
    Options options = Options.read("slurm-gen", tool.inputs(), arguments);
    terminal.setVerbose(options.verbose());
    if (options.help()) {
      HelpText.ofTool(options).print(terminal.out());
      return ExitCode.DONE;
    }
    if (tool.version.value()) {
      terminal.println("slurm-gen " + version());
      return ExitCode.DONE;
    }
    if (tool.command.isEmpty()) {
      HelpText.ofTool(options).print(terminal.err());
      return ExitCode.USER_MISTAKE;
    }
    return runCommand(tool);
  }

  private ExitCode runCommand(ToolOptions tool) throws Exception {
    Verb verb = verb(tool.command.get(0));
    Command command = verb.newCommand();
    List<String> rest = tool.command.subList(1, tool.command.size());
    Options options = Options.read("slurm-gen " + verb.word(), command.inputs(), rest);
    terminal.setVerbose(terminal.isVerbose() || options.verbose());
    if (options.help()) {
      HelpText.ofCommand(verb, command, options).print(terminal.out());
      return ExitCode.DONE;
    }
    Path directory = directory(tool.directory.value());
    new CacheDirectory(directory).refuseLinks();
    return command.run(terminal, directory);
  }

  private static Verb verb(String word) {
    return Verb.named(word).orElseThrow(() -> new UserError(unknownCommand(word)));
  }

  private static String unknownCommand(String word) {
    List<String> words = Verb.ofPeople().stream().map(Verb::word).toList();
    return "no command '" + word + "'; " + Suggestion.of(word, words);
  }

  private static Path directory(String given) {
    Path directory = path(given);
    if (!Files.exists(directory)) {
      throw new UserError("-C " + given + ": no such directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new UserError("-C " + given + ": not a directory");
    }
    return directory;
  }

  private static Path path(String given) {
    if (given.isEmpty()) {
      throw new UserError("-C '': the name of a directory is needed");
    }
    try {
      return Path.of(given).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UserError("-C " + given + ": " + e.getReason(), e);
    }
  }

  private static String version() throws IOException {
    try (InputStream in = CommandLine.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }

  /** The options that may stand before the command. */
  private static final class ToolOptions {
    private final Input<String> directory =
        InputForm.option(
                Options.DIRECTORY_OPTION,
                "DIR",
                "the directory with Datasets.java and the cache (default: the current one)")
            .text()
            .otherwise(".");
    private final Input<Boolean> version =
        InputForm.option("--version", "print the version of slurm-gen").help().flag();
    private final List<String> command = new ArrayList<>();

    List<Input<?>> inputs() {
      return List.of(
          directory, version, InputForm.argument("COMMAND", "").optional().rest(command));
    }
  }
}
