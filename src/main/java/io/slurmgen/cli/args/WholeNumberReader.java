package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import java.math.BigInteger;
import java.util.Optional;
import org.kohsuke.args4j.CmdLineException;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.OptionDef;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.Parameters;
import org.kohsuke.args4j.spi.Setter;

/** Reads an integer, and says what would have been right where there is none. */
final class WholeNumberReader extends OptionHandler<Long> {
  private final long from;
  private final long to;
  private final String hint;

  WholeNumberReader(
      CmdLineParser parser,
      OptionDef option,
      Setter<? super Long> setter,
      long from,
      long to,
      String hint) {
    super(parser, option, setter);
    this.from = from;
    this.to = to;
    this.hint = hint;
  }

  @Override
  public int parseArguments(Parameters words) throws CmdLineException {
    String word = words.getParameter(0);
    BigInteger number =
        integer(word)
            .filter(value -> value.compareTo(BigInteger.valueOf(from)) >= 0)
            .filter(value -> value.compareTo(BigInteger.valueOf(to)) <= 0)
            .orElseThrow(() -> new UserError(mistake(name(words), word)));
    setter.addValue(number.longValueExact());
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
    return "%s %s: a whole number from %d to %d is needed%s"
        .formatted(name, word, from, to, hint.isEmpty() ? "" : "; " + hint);
  }

  @Override
  public String getDefaultMetaVariable() {
    return "N";
  }
}
