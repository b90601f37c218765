package io.slurmgen.cli;

import io.slurmgen.cli.args.Options;
import io.slurmgen.cli.verbs.Command;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.args4j.spi.BooleanOptionHandler;
import org.kohsuke.args4j.spi.OptionHandler;

/** Help for a terminal of 80 columns: usage, description, and a table of arguments and options. */
final class HelpText {
  private static final int WIDTH = 80;
  private static final int TERM_WIDTH = 22;

  private final List<String> lines = new ArrayList<>();

  private HelpText() {}

  static HelpText ofTool(Options options) {
    HelpText help = new HelpText();
    help.usage("slurm-gen", List.of("[-C DIR]", "COMMAND", "[ARGUMENT...]"));
    help.paragraphs("Generates, labels and loads simulation samples, on Slurm or on this machine.");
    help.lines.add("Commands:");
    for (Verb verb : Verb.ofPeople()) {
      help.entry(verb.word(), verb.summary());
    }
    help.lines.add("");
    help.table("Options:", options.options());
    help.paragraphs("slurm-gen COMMAND --help tells about one command.");
    return help;
  }

  static HelpText ofCommand(Verb verb, Command command, Options options) {
    HelpText help = new HelpText();
    List<String> words = new ArrayList<>();
    options.arguments().forEach(argument -> words.add(synopsis(argument)));
    options.options().stream()
        .filter(option -> !option.option.help())
        .forEach(option -> words.add(synopsis(option)));
    help.usage("slurm-gen " + verb.word(), words);
    help.paragraphs(command.description());
    help.table("Arguments:", options.arguments());
    help.table("Options:", options.options());
    return help;
  }

  void print(PrintStream out) {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isEmpty()) {
      end--;
    }
    lines.subList(0, end).forEach(out::println);
  }

  private void usage(String start, List<String> words) {
    String first = "Usage: " + start;
    wrap(first, " ".repeat(first.length()), words);
    lines.add("");
  }

  /** Paragraphs are filled; indented lines, which are examples, stay as they are. */
  private void paragraphs(String text) {
    for (String paragraph : text.strip().split("\n\n")) {
      if (paragraph.startsWith(" ")) {
        lines.addAll(paragraph.lines().toList());
      } else {
        wrap("", "", List.of(paragraph.split("\\s+")));
      }
      lines.add("");
    }
  }

  private void table(String title, List<OptionHandler<?>> rows) {
    if (!rows.isEmpty()) {
      lines.add(title);
      rows.forEach(row -> entry(term(row), row.option.usage()));
      lines.add("");
    }
  }

  private void entry(String term, String meaning) {
    String indent = " ".repeat(TERM_WIDTH);
    String start = String.format("  %-" + (TERM_WIDTH - 3) + "s", term);
    if (start.length() > TERM_WIDTH - 1) {
      lines.add(start);
      start = indent.substring(1);
    }
    wrap(start, indent.substring(1), Arrays.asList(meaning.split("\\s+")));
  }

  private void wrap(String start, String indent, List<String> words) {
    StringBuilder line = new StringBuilder(start);
    boolean isBlank = start.isBlank();
    for (String word : words) {
      if (!isBlank && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      isBlank = false;
    }
    lines.add(line.toString());
  }

  private static String term(OptionHandler<?> row) {
    if (row.option.isArgument()) {
      return row.option.metaVar();
    }
    return String.join(", ", Options.names(row)) + value(row);
  }

  private static String synopsis(OptionHandler<?> row) {
    String word =
        row.option.isArgument() ? row.option.metaVar() : Options.names(row).get(0) + value(row);
    return row.option.required() ? word : "[" + word + "]";
  }

  private static String value(OptionHandler<?> row) {
    return row instanceof BooleanOptionHandler ? "" : " " + row.option.metaVar();
  }
}
