package io.slurmgen.dataset.params;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.slurmgen.UserError;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one object written in JSON or as a Python dict; both spellings may be mixed. */
final class LiteralParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_CHARS = 400;
  private static final int END = -1;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[-+.\\w]+", Pattern.UNICODE_CHARACTER_CLASS);

  private final String source;
  private final String text;
  private int at;
  private int depth;

  /**
   * A parser of one text.
   *
   * @param source what error messages call it
   * @param text JSON or a Python dict
   */
  LiteralParser(String source, String text) {
    this.source = source;
    this.text = text;
  }

  ObjectNode parse() {
    skipSpace();
    if (peek() != '{') {
      throw error("expected names and values in braces, such as {\"left\": 0}");
    }
    ObjectNode object = object();
    skipSpace();
    if (peek() != END) {
      throw error("expected nothing after the closing brace");
    }
    return object;
  }

  private JsonNode value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '(' -> tuple();
      case '"', '\'' -> TextNode.valueOf(string());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> constant();
    };
  }

  private ObjectNode object() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    enter();
    while (!closedBy('}')) {
      int start = at;
      if (peek() != '"' && peek() != '\'') {
        throw error("expected a name in quotes");
      }
      String name = string();
      if (object.has(name)) {
        throw error(start, "\"" + name + "\" is given twice");
      }
      skipSpace();
      expect(':');
      skipSpace();
      object.set(name, value());
      separator('}');
    }
    depth--;
    return object;
  }

  private ArrayNode array() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    enter();
    while (!closedBy(']')) {
      array.add(value());
      separator(']');
    }
    depth--;
    return array;
  }

  /** Reads a value in parentheses; without a comma it is just that value, as in Python. */
  private JsonNode tuple() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    boolean hasComma = false;
    enter();
    while (!closedBy(')')) {
      array.add(value());
      separator(')');
      hasComma |= text.charAt(at - 1) == ',';
    }
    depth--;
    return array.size() == 1 && !hasComma ? array.get(0) : array;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels of brackets");
    }
    at++;
  }

  private boolean closedBy(char bracket) {
    skipSpace();
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private void separator(char bracket) {
    skipSpace();
    if (peek() == ',') {
      at++;
    } else if (peek() != bracket) {
      throw error("expected ',' or '" + bracket + "'");
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("expected '" + c + "'");
    }
    at++;
  }

  private JsonNode constant() {
    int start = at;
    return switch (word()) {
      case "true", "True" -> BooleanNode.TRUE;
      case "false", "False" -> BooleanNode.FALSE;
      case "null", "None" -> NullNode.instance;
      case "NaN", "nan", "inf", "Infinity" -> throw error(start, "numbers must be finite");
      case "" -> throw error("expected a value");
      default -> throw error(start, "expected a value (text is put in quotes)");
    };
  }

  private JsonNode number() {
    int start = at;
    String word = word();
    if (word.length() > MAX_NUMBER_CHARS) {
      throw error(start, "a number of more than " + MAX_NUMBER_CHARS + " characters");
    }
    if (word.equals("-inf") || word.equals("-Infinity")) {
      throw error(start, "numbers must be finite");
    }
    if (!NUMBER.matcher(word).matches()) {
      throw error(start, "not a number");
    }
    return CanonicalJson.number(decimal(start, word));
  }

  private BigDecimal decimal(int start, String word) {
    // Asked of the double first, because an exponent of a billion would make a huge BigDecimal.
    double nearest = Double.parseDouble(word);
    boolean zero =
        word.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> '1' <= c && c <= '9');
    if (zero) {
      return BigDecimal.ZERO;
    }
    if (Double.isInfinite(nearest) || nearest == 0) {
      throw error(start, "number out of the range of a double");
    }
    return new BigDecimal(word).stripTrailingZeros();
  }

  private String word() {
    Matcher matcher = WORD.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private String string() {
    int start = at;
    int quote = peek();
    StringBuilder out = new StringBuilder();
    for (at++; peek() != quote; ) {
      if (peek() == END || peek() == '\n') {
        throw error(start, "this text has no closing quote");
      }
      if (peek() == '\\') {
        escape(out);
      } else if (peek() < ' ') {
        throw error("a control character must be written as an escape");
      } else {
        out.append(text.charAt(at++));
      }
    }
    at++;
    if (out.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw error(start, "this text has half a surrogate pair");
    }
    return out.toString();
  }

  private void escape(StringBuilder out) {
    int start = at++;
    int c = peek();
    at++;
    switch (c) {
      case '"', '\'', '\\', '/' -> out.append((char) c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'x' -> out.appendCodePoint(hex(start, 2));
      case 'u' -> out.appendCodePoint(hex(start, 4));
      case 'U' -> out.appendCodePoint(hex(start, 8));
      default -> throw error(start, "unknown escape");
    }
  }

  private int hex(int start, int digits) {
    int end = Math.min(at + digits, text.length());
    String hex = text.substring(at, end);
    if (hex.length() < digits
        || !hex.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
      throw error(start, "expected " + digits + " hexadecimal digits");
    }
    long codePoint = Long.parseLong(hex, 16);
    if (codePoint > Character.MAX_CODE_POINT) {
      throw error(start, "not a Unicode character");
    }
    at = end;
    return (int) codePoint;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private UserError error(String problem) {
    return error(at, problem);
  }

  private UserError error(int place, String problem) {
    String before = text.substring(0, place);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = place - before.lastIndexOf('\n');
    String found = text.substring(place).lines().findFirst().orElse("").strip();
    String excerpt = found.length() > 20 ? found.substring(0, 20) + "…" : found;
    return new UserError(
        "%s, line %d, column %d: %s%s"
            .formatted(
                source,
                line,
                column,
                problem,
                found.isEmpty() ? ", found the end" : ": " + excerpt));
  }
}
