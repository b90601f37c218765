package io.slurmgen.disk;

import java.util.Locale;

/**
 * The answer of a guest to the host of a {@link CoherenceProbe}.
 *
 * @param kind what it has found
 * @param node the guest's node
 */
record ProbeAnswer(Kind kind, String node) {

  /** The outcomes that a guest can find. */
  enum Kind {
    /** The host's lock keeps it out. */
    REFUSED,
    /** The host's lock does not keep it out, or nothing can be locked. */
    ENTERED,
    /** It is on the host's own node, where nothing can be found out. */
    SAME
  }

  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static ProbeAnswer ofLine(String line) {
    String[] words = line.split(" ", 2);
    return new ProbeAnswer(
        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), words.length > 1 ? words[1] : "");
  }
}
