package io.slurmgen.dataset.params;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The one way to write a JSON value: as RFC 8785 does (no spaces, names sorted by UTF-16 code
 * units, numbers as ECMAScript prints them, so 1, 1.0 and 1e0 are all {@code 1}), except that
 * integers and decimals beyond a double's precision keep all their digits.
 *
 * <p>A double or float is written with the fewest significant digits that read back as the same
 * number, and of several such the one nearest to its exact value. The JDK's own {@code toString}
 * would not do: before Java 19 it prints a digit too many now and then, and the same parameters
 * would get two hashes.
 */
public final class CanonicalJson {
  private static final int DOUBLE_DIGITS = 17;
  private static final int FLOAT_DIGITS = 9;

  /**
   * The digits looked at of the up to 767 of a double: more would only cost time, by a factor of
   * hundreds.
   */
  private static final int ENOUGH_DIGITS = 40;

  /** Above a thousand digits; taking zeros off a million of them would take minutes. */
  private static final int MOST_BITS = 4096;

  private static final int PLAIN_DIGITS = 21;
  private static final int LEADING_ZEROS = 6;

  private CanonicalJson() {}

  public static String write(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /**
   * The same value with all numbers integers where integral, else decimals.
   *
   * @param path what the value is called in errors
   * @throws UserError if it holds a number that is not finite
   */
  public static JsonNode withPlainNumbers(String path, JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> e : object.properties()) {
        String inner = path.isEmpty() ? e.getKey() : path + "." + e.getKey();
        copy.set(e.getKey(), withPlainNumbers(inner, e.getValue()));
      }
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
      for (int i = 0; i < array.size(); i++) {
        copy.add(withPlainNumbers(path + "[" + i + "]", array.get(i)));
      }
      return copy;
    }
    if (value.isFloatingPointNumber()
        && !value.isBigDecimal()
        && !Double.isFinite(value.doubleValue())) {
      throw new UserError("parameter " + path + " is " + value.asText() + ", but must be finite");
    }
    return value.isNumber() ? number(inRange(path, value)) : value;
  }

  /**
   * Refuses numbers that no text may hold either; as an integer, ten to the billion would fill the
   * memory.
   */
  private static BigDecimal inRange(String path, JsonNode value) {
    if (digitBits(value) > MOST_BITS) {
      throw outOfRange(path);
    }
    BigDecimal decimal = decimal(value);
    if (decimal.signum() == 0) {
      return BigDecimal.ZERO;
    }
    double nearest = decimal.doubleValue();
    if (Double.isInfinite(nearest) || nearest == 0) {
      throw outOfRange(path);
    }
    return decimal;
  }

  private static int digitBits(JsonNode value) {
    return switch (value.numberType()) {
      case BIG_INTEGER -> value.bigIntegerValue().bitLength();
      case BIG_DECIMAL -> value.decimalValue().unscaledValue().bitLength();
      case INT, LONG, FLOAT, DOUBLE -> 0;
    };
  }

  private static UserError outOfRange(String path) {
    return new UserError(
        "parameter %s is out of the range of a double, or has too many digits".formatted(path));
  }

  /** The node of a number that is stripped of trailing zeros. */
  static JsonNode number(BigDecimal value) {
    if (value.scale() > 0) {
      return DecimalNode.valueOf(value);
    }
    BigInteger integer = value.toBigInteger();
    return integer.bitLength() < Long.SIZE
        ? LongNode.valueOf(integer.longValue())
        : BigIntegerNode.valueOf(integer);
  }

  /** A number's value as written here, stripped of trailing zeros. */
  static BigDecimal decimal(JsonNode number) {
    BigDecimal decimal =
        switch (number.numberType()) {
          case FLOAT -> shortest(number.floatValue());
          case DOUBLE -> shortest(number.doubleValue());
          case INT, LONG, BIG_INTEGER, BIG_DECIMAL -> number.decimalValue();
        };
    return decimal.stripTrailingZeros();
  }

  private static BigDecimal shortest(float value) {
    return shortest(
        value,
        FLOAT_DIGITS,
        decimal -> decimal.floatValue() == value && (float) decimal.doubleValue() == value);
  }

  private static BigDecimal shortest(double value) {
    return shortest(value, DOUBLE_DIGITS, decimal -> decimal.doubleValue() == value);
  }

  private static BigDecimal shortest(
      double value, int sufficientDigits, Predicate<BigDecimal> readsBack) {
    BigDecimal exact = cut(new BigDecimal(value));
    int tooFew = 0;
    int enough = sufficientDigits;
    while (enough - tooFew > 1) {
      int digits = (tooFew + enough) / 2;
      if (ofDigits(exact, digits, readsBack).isPresent()) {
        enough = digits;
      } else {
        tooFew = digits;
      }
    }
    return ofDigits(exact, enough, readsBack).orElseThrow();
  }

  /**
   * The nearest number of so many digits, or else the one on the other side, if it reads back.
   * Above a power of two that can be the farther one, as the double below it is nearer than that
   * above.
   */
  private static Optional<BigDecimal> ofDigits(
      BigDecimal exact, int digits, Predicate<BigDecimal> readsBack) {
    BigDecimal nearest = round(exact, digits, RoundingMode.HALF_EVEN);
    BigDecimal down = round(exact, digits, RoundingMode.DOWN);
    BigDecimal other = nearest.equals(down) ? round(exact, digits, RoundingMode.UP) : down;
    return Stream.of(nearest, other).filter(readsBack).findFirst();
  }

  /** Cuts digits off and sets a last one for them, which makes no difference to rounding. */
  private static BigDecimal cut(BigDecimal exact) {
    BigDecimal cut = round(exact, ENOUGH_DIGITS, RoundingMode.DOWN);
    return cut.compareTo(exact) == 0
        ? cut
        : cut.add(BigDecimal.valueOf(exact.signum(), cut.scale() + 1));
  }

  private static BigDecimal round(BigDecimal exact, int digits, RoundingMode mode) {
    return exact.round(new MathContext(digits, mode));
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, out);
      case ARRAY -> writeArray(value, out);
      case NUMBER -> writeNumber(decimal(value), out);
      case BOOLEAN, NULL -> out.append(value.asText());
      case STRING, BINARY -> writeString(value.asText(), out);
      case MISSING, POJO ->
          throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
    }
  }

  private static void writeObject(JsonNode object, StringBuilder out) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    String separator = "{";
    for (String name : names) {
      out.append(separator);
      writeString(name, out);
      write(object.get(name), out.append(':'));
      separator = ",";
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonNode array, StringBuilder out) {
    String separator = "[";
    for (JsonNode element : array) {
      write(element, out.append(separator));
      separator = ",";
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  /** Number::toString of ECMA-262, for k digits and a decimal point after n of them. */
  private static void writeNumber(BigDecimal value, StringBuilder out) {
    String digits = value.unscaledValue().abs().toString();
    int k = digits.length();
    int n = k - value.scale();
    out.append(value.signum() < 0 ? "-" : "");
    if (k <= n && n <= PLAIN_DIGITS) {
      out.append(digits).append("0".repeat(n - k));
    } else if (0 < n && n <= PLAIN_DIGITS) {
      out.append(digits, 0, n).append('.').append(digits, n, k);
    } else if (-LEADING_ZEROS < n && n <= 0) {
      out.append("0.").append("0".repeat(-n)).append(digits);
    } else {
      out.append(digits, 0, 1).append(k == 1 ? "" : ".").append(digits, 1, k);
      out.append(n > 0 ? "e+" : "e").append(n - 1);
    }
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : c);
      }
    }
    out.append('"');
  }
}
