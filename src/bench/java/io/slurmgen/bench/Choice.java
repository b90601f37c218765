package io.slurmgen.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the user wants to have measured.
 *
 * @param rows by their names
 * @param check whether a missed bound is a failure
 * @param prepareOnly whether to make the caches and measure nothing
 * @param help whether to explain all this
 */
record Choice(List<String> rows, boolean check, boolean prepareOnly, boolean help) {
  /** Only with an option of its own. */
  static final String LARGE = "large";

  /** Copies the list. */
  Choice {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a command line.
   *
   * @param known all rows, in order
   * @throws IllegalArgumentException if there is no such row or option; names those that there are
   */
  static Choice of(List<String> words, List<String> known) {
    List<String> rows = new ArrayList<>();
    for (String word : words) {
      if (known.contains(word)) {
        rows.add(word);
      } else if (!List.of("--check", "--large", "--prepare", "--help", "-h").contains(word)) {
        throw new IllegalArgumentException(
            "%s: there are --check, --large, --prepare, --help and the rows %s"
                .formatted(word, String.join(", ", known)));
      }
    }
    if (rows.isEmpty()) {
      rows.addAll(known);
      rows.remove(LARGE);
    }
    if (words.contains("--large") && !rows.contains(LARGE)) {
      rows.add(LARGE);
    }
    boolean help = words.contains("--help") || words.contains("-h");
    return new Choice(rows, words.contains("--check"), words.contains("--prepare"), help);
  }
}
