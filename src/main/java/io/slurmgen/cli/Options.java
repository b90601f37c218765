package io.slurmgen.cli;

import io.slurmgen.UserError;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.CmdLineException;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.NamedOptionDef;
import org.kohsuke.args4j.Option;
import org.kohsuke.args4j.ParserProperties;
import org.kohsuke.args4j.spi.BooleanOptionHandler;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.RestOfArgumentsHandler;
import org.kohsuke.args4j.spi.Setters;
import org.kohsuke.args4j.spi.StopOptionHandler;

/**
 * The options and arguments of the tool or of one command, read into the annotated fields of an
 * object. Each command also has {@code --help} and {@code -v}. args4j's reading of {@code @FILE}
 * arguments is off, since parameters may be given as {@code @file.json}.
 */
final class Options {
  private static final String END_OF_OPTIONS = "--";

  private final CmdLineParser parser;
  private final Common common = new Common();

  static {
    WholeNumberReader.register();
  }

  private Options(Object target) {
    parser =
        new CmdLineParser(
            null,
            ParserProperties.defaults()
                .withAtSyntax(false)
                .withOptionValueDelimiter("=")
                .withOptionSorter(null));
    addFields(target);
    if (target instanceof Command command) {
      command.optionGroups().forEach(this::addFields);
    }
    addFields(common);
  }

  /**
   * What args4j's ClassParser does, apart from methods and superclasses: it would also read the
   * annotations of all methods of Object, which takes the JVM longer than those that matter.
   */
  private void addFields(Object target) {
    for (Field field : target.getClass().getDeclaredFields()) {
      Option option = field.getAnnotation(Option.class);
      Argument argument = field.getAnnotation(Argument.class);
      if (option != null) {
        parser.addOption(Setters.create(field, target), option);
      } else if (argument != null) {
        parser.addArgument(Setters.create(field, target), argument);
      }
    }
  }

  /**
   * Reads arguments into a target's fields.
   *
   * @param name what was called, for messages: {@code slurm-gen list}
   * @throws UserError where they are not what the fields ask for
   */
  static Options read(String name, Object target, List<String> arguments) {
    Options options = new Options(target);
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

  boolean help() {
    return common.help;
  }

  boolean verbose() {
    return common.verbose;
  }

  List<OptionHandler<?>> arguments() {
    List<OptionHandler<?>> result = new ArrayList<>();
    for (OptionHandler<?> handler : parser.getArguments()) {
      result.add(handler);
    }
    return result;
  }

  List<OptionHandler<?>> options() {
    List<OptionHandler<?>> result = new ArrayList<>();
    for (OptionHandler<?> handler : parser.getOptions()) {
      if (!handler.option.hidden()) {
        result.add(handler);
      }
    }
    return result;
  }

  /** All names of an option, the short one first. */
  static List<String> names(OptionHandler<?> option) {
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
    List<String> valid = options().stream().flatMap(option -> names(option).stream()).toList();
    return "no option '" + name + "'; " + Suggestion.of(name, valid);
  }

  private static String name(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  /** What the tool and every command take. */
  private static final class Common {
    @Option(name = END_OF_OPTIONS, handler = StopOptionHandler.class, hidden = true)
    private String endOfOptions;

    @Option(
        name = "--help",
        aliases = {"-h"},
        help = true,
        usage = "print this help")
    private boolean help;

    @Option(
        name = "--verbose",
        aliases = {"-v"},
        usage = "say more; with an error, print its stack trace")
    private boolean verbose;
  }
}
