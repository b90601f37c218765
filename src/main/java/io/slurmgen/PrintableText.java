package io.slurmgen;

/**
 * Text that comes from elsewhere, made fit for a terminal: what would move its cursor, change its
 * colours or turn its writing round is shown as an escape, such as {@code \u001b}.
 */
public final class PrintableText {
  private static final int MOST_CHARS = 4000;
  private static final int KEPT_AT_END = 500;

  private PrintableText() {}

  /**
   * A text that may have several lines.
   *
   * @param text any characters
   * @return the same without control characters, apart from line ends and tabs
   */
  public static String lines(String text) {
    return escaped(text, "\n\t");
  }

  /**
   * A message of one line. Of a very long one the middle is left out.
   *
   * @param text any characters
   * @return the same without line ends and control characters
   */
  public static String line(String text) {
    return shortened(escaped(shortened(text), ""));
  }

  /**
   * Whether all of a text can be shown on one line as it is.
   *
   * @param text any characters
   * @return whether it has neither line ends nor control characters
   */
  public static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(PrintableText::isHarmful);
  }

  private static String shortened(String text) {
    if (text.length() <= MOST_CHARS) {
      return text;
    }
    int end = text.length() - KEPT_AT_END;
    int start = MOST_CHARS - KEPT_AT_END;
    return text.substring(0, start)
        + " … "
        + (end - start)
        + " characters … "
        + text.substring(end);
  }

  private static String escaped(String text, String allowed) {
    if (text.codePoints().noneMatch(c -> isHarmful(c) && allowed.indexOf(c) < 0)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHarmful(c) && allowed.indexOf(c) < 0) {
                out.append(escape(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", c);
    };
  }

  /** Controls, halves of surrogate pairs, line separators, and marks of the writing direction. */
  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default ->
          c == 0x061c
              || c == 0x200e
              || c == 0x200f
              || (0x202a <= c && c <= 0x202e)
              || (0x2066 <= c && c <= 0x2069);
    };
  }
}
