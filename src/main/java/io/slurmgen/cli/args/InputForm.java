package io.slurmgen.cli.args;

import java.util.List;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.OptionDef;
import org.kohsuke.args4j.spi.AnnotationImpl;
import org.kohsuke.args4j.spi.ArgumentImpl;
import org.kohsuke.args4j.spi.BooleanOptionHandler;
import org.kohsuke.args4j.spi.ConfigElement;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.OptionImpl;
import org.kohsuke.args4j.spi.RestOfArgumentsHandler;
import org.kohsuke.args4j.spi.StopOptionHandler;
import org.kohsuke.args4j.spi.StringOptionHandler;

/** How an option or argument is typed, and what {@code --help} says of it. */
public final class InputForm {
  private final ConfigElement element = new ConfigElement();
  private boolean isHelp;
  private String hint = "";

  private InputForm(String metaVar, String usage) {
    element.metavar = metaVar;
    element.usage = usage;
  }

  /** An option that takes a value and may be left out. */
  public static InputForm option(String name, String metaVar, String usage) {
    InputForm form = new InputForm(metaVar, usage);
    form.element.name = name;
    return form;
  }

  /** An option without a value. */
  public static InputForm option(String name, String usage) {
    return option(name, "", usage);
  }

  /** An argument that must be there. */
  public static InputForm argument(String metaVar, String usage) {
    return new InputForm(metaVar, usage).required();
  }

  /** Gives an option a second, short name. */
  public InputForm or(String alias) {
    element.aliases = new String[] {alias};
    return this;
  }

  public InputForm required() {
    element.required = true;
    return this;
  }

  public InputForm optional() {
    element.required = false;
    return this;
  }

  /** With it nothing else is required. */
  public InputForm help() {
    isHelp = true;
    return this;
  }

  /** Keeps it out of {@code --help}. */
  InputForm hidden() {
    element.hidden = true;
    return this;
  }

  /** Returns advice for somebody who typed a number that is none or out of range. */
  public InputForm hint(String text) {
    hint = text;
    return this;
  }

  public Input<String> text() {
    return new Input<>(this, String.class) {
      @Override
      OptionHandler<?> reader(CmdLineParser parser, OptionDef definition) {
        return new StringOptionHandler(parser, definition, this);
      }
    };
  }

  /** A number in a range, both ends of which belong to it. */
  public Input<Long> wholeNumber(long from, long to) {
    return new Input<>(this, Long.class) {
      @Override
      OptionHandler<?> reader(CmdLineParser parser, OptionDef definition) {
        return new WholeNumberReader(parser, definition, this, from, to, hint);
      }
    };
  }

  /** False unless it is typed. */
  public Input<Boolean> flag() {
    Input<Boolean> flag =
        new Input<>(this, Boolean.class) {
          @Override
          OptionHandler<?> reader(CmdLineParser parser, OptionDef definition) {
            return new BooleanOptionHandler(parser, definition, this);
          }
        };
    return flag.otherwise(false);
  }

  /** This argument and all words after it, collected in a list. */
  public Input<String> rest(List<String> words) {
    return new Input<>(this, String.class) {
      @Override
      OptionHandler<?> reader(CmdLineParser parser, OptionDef definition) {
        return new RestOfArgumentsHandler(parser, definition, this);
      }

      @Override
      public void addValue(String typed) {
        words.add(typed);
      }
    };
  }

  /** Marks that all words after it are arguments. */
  Input<String> endOfOptions() {
    return new Input<>(this, String.class) {
      @Override
      OptionHandler<?> reader(CmdLineParser parser, OptionDef definition) {
        return new StopOptionHandler(parser, definition, this);
      }
    };
  }

  void addTo(CmdLineParser parser, Input<?> input) {
    try {
      if (element.name == null) {
        ArgumentImpl argument = new ArgumentImpl(element);
        argument.index = parser.getArguments().size();
        parser.addArgument(input, complete(argument));
      } else {
        parser.addOption(input, complete(new OptionImpl(element)));
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no reader was named, so none can be missing", e);
    }
  }

  private <A extends AnnotationImpl> A complete(A definition) {
    definition.help = isHelp;
    definition.hidden = element.hidden;
    return definition;
  }
}
