package io.slurmgen.cli.args;

import java.util.Comparator;
import java.util.List;

/** The word that somebody who mistyped one may have meant. */
public final class Suggestion {
  private static final int MAX_TYPOS = 2;

  /** No command or name is longer, and comparing takes time by the product of both lengths. */
  private static final int MOST_CHARS = 100;

  private Suggestion() {}

  /** {@code did you mean 'list'?} where one valid word is near enough, else all valid words. */
  public static String of(String word, List<String> valid) {
    return valid.stream()
        .filter(candidate -> isNear(word, candidate))
        .min(Comparator.comparingInt(candidate -> typos(word, candidate)))
        .map(candidate -> "did you mean '" + candidate + "'?")
        .orElseGet(() -> "there are: " + String.join(", ", valid));
  }

  private static boolean isNear(String word, String candidate) {
    if (word.length() > MOST_CHARS) {
      return false;
    }
    int letters = candidate.replace("-", "").length();
    boolean isBeginning = word.length() >= 3 && candidate.startsWith(word);
    return isBeginning || typos(word, candidate) <= Math.min(MAX_TYPOS, letters / 2);
  }

  /** The Levenshtein distance: letters to insert, delete or replace. */
  private static int typos(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
