package io.slurmgen.slurm.value;

import io.slurmgen.PrintableText;
import io.slurmgen.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words as a POSIX shell reads them (Shell Command Language, 2.2 Quoting), without running one and
 * without any expansion.
 */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\"\\$`";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /** Whether a word has begun, also an empty one, which only quotes can make. */
  private boolean inWord;

  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  /**
   * Splits a line into words: spaces and line ends part them, quotes and backslashes join them;
   * {@code $}, backquotes, {@code *}, {@code #}, {@code ;} and the like stand for themselves.
   *
   * @param text such as {@code --qos=test --comment="a b"}
   * @return the words, without their quotes
   * @throws UserError if a quote is not closed, or a backslash is the last character
   */
  public static List<String> split(String text) {
    return new ShellWords(text).split();
  }

  /**
   * Writes a word so that a shell reads it as that very word.
   *
   * @param word any characters but NUL
   * @return the word itself if it is plain, else the word in single quotes
   */
  public static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Words on a line, which has line ends where they have.
   *
   * @param words program and arguments
   * @return the words, quoted where necessary
   */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  /**
   * A command to be shown to a person, who may copy it from the terminal: one line without any
   * control characters. Words that have some are written as {@code $'a\nb'}, which bash, ksh and
   * zsh read, and POSIX since 2024.
   *
   * @param words program and arguments, as a shell gets them in UTF-8
   * @return the words, quoted where necessary
   */
  public static String typedLine(List<String> words) {
    return words.stream().map(ShellWords::typed).collect(Collectors.joining(" "));
  }

  private static String typed(String word) {
    if (PrintableText.isPrintable(word)) {
      return quote(word);
    }
    StringBuilder text = new StringBuilder("$'");
    word.codePoints().mapToObj(Character::toString).map(ShellWords::escape).forEach(text::append);
    return text.append('\'').toString();
  }

  private static String escape(String character) {
    if (character.equals("'") || character.equals("\\")) {
      return "\\" + character;
    } else if (PrintableText.isPrintable(character)) {
      return character;
    }
    StringBuilder octal = new StringBuilder();
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      octal.append("\\%03o".formatted(b & 0xff));
    }
    return octal.toString();
  }

  private List<String> split() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> add(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
    }
    inWord = false;
    word.setLength(0);
  }

  private void singleQuoted() {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw new UserError("a single quote (') is not closed in: " + text);
    }
    inWord = true;
    word.append(text, at, end);
    at = end + 1;
  }

  private void doubleQuoted() {
    inWord = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c != '\\' || at == text.length()) {
        word.append(c);
      } else {
        escapedInDoubleQuotes(text.charAt(at++));
      }
    }
    throw new UserError("a double quote (\") is not closed in: " + text);
  }

  private void escapedInDoubleQuotes(char c) {
    if (c == '\n') {
      return;
    }
    if (ESCAPED_IN_DOUBLE_QUOTES.indexOf(c) < 0) {
      word.append('\\');
    }
    word.append(c);
  }

  private void escaped() {
    if (at == text.length()) {
      throw new UserError("nothing follows the last backslash in: " + text);
    }
    char c = text.charAt(at++);
    if (c != '\n') {
      add(c);
    }
  }
}
