package io.slurmgen.cli;

import io.slurmgen.UserError;
import java.math.BigInteger;
import java.util.Optional;
import org.kohsuke.args4j.CmdLineException;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.OptionDef;
import org.kohsuke.args4j.OptionHandlerRegistry;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.Parameters;
import org.kohsuke.args4j.spi.Setter;

/** Reads integers, and says what would have been right where there is none. */
public final class WholeNumberReader extends OptionHandler<Number> {

  /** Called by args4j. */
  public WholeNumberReader(CmdLineParser parser, OptionDef option, Setter<? super Number> setter) {
    super(parser, option, setter);
  }

  /** Makes this the reader of all fields of integer types. */
  static void register() {
    OptionHandlerRegistry registry = OptionHandlerRegistry.getRegistry();
    registry.registerHandler(int.class, WholeNumberReader.class);
    registry.registerHandler(Integer.class, WholeNumberReader.class);
    registry.registerHandler(long.class, WholeNumberReader.class);
    registry.registerHandler(Long.class, WholeNumberReader.class);
  }

  @Override
  public int parseArguments(Parameters words) throws CmdLineException {
    String word = words.getParameter(0);
    long number =
        integer(word)
            .filter(value -> value.compareTo(from()) >= 0 && value.compareTo(to()) <= 0)
            .orElseThrow(() -> new UserError(mistake(name(words), word)))
            .longValueExact();
    setter.addValue(isInt() ? (Number) Math.toIntExact(number) : (Number) number);
    return 1;
  }

  private static Optional<BigInteger> integer(String word) {
    return word.matches("[-+]?\\d{1,40}") ? Optional.of(new BigInteger(word)) : Optional.empty();
  }

  /** An option is called as it was typed. */
  private String name(Parameters words) {
    try {
      return option.isArgument() ? option.metaVar() : words.getParameter(-1);
    } catch (CmdLineException e) {
      return option.toString();
    }
  }

  private String mistake(String name, String word) {
    String hint = range().map(WholeNumber::hint).filter(text -> !text.isEmpty()).orElse("");
    return "%s %s: a whole number from %d to %d is needed%s"
        .formatted(name, word, from(), to(), hint.isEmpty() ? "" : "; " + hint);
  }

  private BigInteger from() {
    long least = isInt() ? Integer.MIN_VALUE : Long.MIN_VALUE;
    return BigInteger.valueOf(range().map(WholeNumber::from).orElse(least));
  }

  private BigInteger to() {
    long most = isInt() ? Integer.MAX_VALUE : Long.MAX_VALUE;
    return BigInteger.valueOf(Math.min(most, range().map(WholeNumber::to).orElse(most)));
  }

  private Optional<WholeNumber> range() {
    return Optional.ofNullable(setter.asAnnotatedElement().getAnnotation(WholeNumber.class));
  }

  private boolean isInt() {
    Class<?> type = setter.getType();
    return type == int.class || type == Integer.class;
  }

  @Override
  public String getDefaultMetaVariable() {
    return "N";
  }
}
