package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.args4j.CmdLineException;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.NamedOptionDef;
import org.kohsuke.args4j.OptionDef;
import org.kohsuke.args4j.ParserProperties;
import org.kohsuke.args4j.spi.BooleanOptionHandler;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.RestOfArgumentsHandler;
import org.kohsuke.args4j.spi.Setter;

/**
 * The options and arguments of the tool or of one command, as args4j reads them. Each command also
 * has {@code --help} and {@code -v}. args4j's reading of {@code @FILE} arguments is off, since
 * parameters may be given as {@code @file.json}.
 */
public final class Options {

  /** The option of the tool itself that names the directory with Datasets.java. */
  public static final String DIRECTORY_OPTION = "-C";

  private static final String END_OF_OPTIONS = "--";

  private final CmdLineParser parser = new Parser();
  private final Input<Boolean> help =
      InputForm.option("--help", "print this help").or("-h").help().flag();
  private final Input<Boolean> verbose =
      InputForm.option("--verbose", "say more; with an error, print its stack trace")
          .or("-v")
          .flag();

  private Options(List<Input<?>> inputs) {
    for (Input<?> input : inputs) {
      input.addTo(parser);
    }
    InputForm.option(END_OF_OPTIONS, "").hidden().endOfOptions().addTo(parser);
    help.addTo(parser);
    verbose.addTo(parser);
  }

  /**
   * Reads what was typed.
   *
   * @param name what was called, for messages: {@code slurm-gen list}
   * @param inputs what may be typed; they get their values
   * @throws UserError where that is not what the inputs ask for
   */
  public static Options read(String name, List<Input<?>> inputs, List<String> arguments) {
    Options options = new Options(inputs);
    try {
      options.parser.parseArgument(options.ordered(arguments));
    } catch (CmdLineException e) {
      throw new UserError(uncapitalized(e.getMessage().strip()) + "; see " + name + " --help", e);
    }
    return options;
  }

  private static String uncapitalized(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  public boolean help() {
    return help.value();
  }

  public boolean verbose() {
    return verbose.value();
  }

  public List<OptionHandler<?>> arguments() {
    List<OptionHandler<?>> result = new ArrayList<>();
    for (OptionHandler<?> handler : parser.getArguments()) {
      result.add(handler);
    }
    return result;
  }

  public List<OptionHandler<?>> options() {
    List<OptionHandler<?>> result = new ArrayList<>();
    for (OptionHandler<?> handler : parser.getOptions()) {
      if (!handler.option.hidden()) {
        result.add(handler);
      }
    }
    return result;
  }

  /** All names of an option, the short one first. */
  public static List<String> names(OptionHandler<?> option) {
    NamedOptionDef definition = (NamedOptionDef) option.option;
    List<String> names = new ArrayList<>(List.of(definition.aliases()));
    names.add(definition.name());
    return names;
  }

  /**
   * All options first, {@code -njobs} with its second dash, then {@code --} and the arguments; so
   * that a negative number is an argument. Values are left as they are.
   */
  private List<String> ordered(List<String> words) {
    List<String> options = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    int at = 0;
    while (at < words.size() && !endsOptions(words.get(at))) {
      String word = words.get(at++);
      if (!isOption(word)) {
        arguments.add(word);
        continue;
      }
      options.add(longForm(word));
      if (takesNextAsValue(word)) {
        refuseMissingValue(word, at == words.size());
        options.add(words.get(at++));
      }
    }
    boolean isAfterMark = at < words.size() && words.get(at).equals(END_OF_OPTIONS);
    arguments.addAll(words.subList(isAfterMark ? at + 1 : at, words.size()));
    options.add(END_OF_OPTIONS);
    options.addAll(arguments);
    return options;
  }

  /** A command and all after it are not the tool's own options. */
  private boolean endsOptions(String word) {
    return word.equals(END_OF_OPTIONS) || (!isOption(word) && takesRestOfArguments());
  }

  private boolean takesRestOfArguments() {
    List<OptionHandler<?>> arguments = arguments();
    return !arguments.isEmpty() && arguments.get(0) instanceof RestOfArgumentsHandler;
  }

  private boolean isOption(String word) {
    return word.startsWith("-") && (!isNumberOrDash(word) || withName(name(word)).isPresent());
  }

  private static boolean isNumberOrDash(String word) {
    return word.length() == 1 || (word.charAt(1) >= '0' && word.charAt(1) <= '9');
  }

  private boolean takesNextAsValue(String argument) {
    return !argument.contains("=") && !(option(argument) instanceof BooleanOptionHandler);
  }

  private void refuseMissingValue(String word, boolean isMissing) {
    if (isMissing) {
      throw new UserError("%s needs a value, %s".formatted(word, option(word).option.metaVar()));
    }
  }

  private String longForm(String argument) {
    String name = name(argument);
    return names(option(argument)).contains(name) ? argument : "-" + argument;
  }

  private OptionHandler<?> option(String argument) {
    String name = name(argument);
    return withName(name)
        .or(() -> withName("-" + name))
        .orElseThrow(() -> new UserError(unknownOption(name)));
  }

  private Optional<OptionHandler<?>> withName(String name) {
    for (OptionHandler<?> option : options()) {
      if (names(option).contains(name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private String unknownOption(String name) {
    if (name.equals(DIRECTORY_OPTION)) { // of the tool, which reads what comes first
      return name + " belongs before the command: slurm-gen " + name + " DIR COMMAND";
    }
    List<String> valid = options().stream().flatMap(option -> names(option).stream()).toList();
    return "no option '" + name + "'; " + Suggestion.of(name, valid);
  }

  private static String name(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  /** Asks the inputs for their readers, and not args4j's registry of readers by type. */
  private static final class Parser extends CmdLineParser {
    Parser() {
      super(
          null,
          ParserProperties.defaults()
              .withAtSyntax(false)
              .withOptionValueDelimiter("=")
              .withOptionSorter(null));
    }

    @Override
    @SuppressWarnings("rawtypes") // as args4j declares it
    protected OptionHandler<?> createOptionHandler(OptionDef definition, Setter input) {
      return ((Input<?>) input).reader(this, definition);
    }
  }
}
