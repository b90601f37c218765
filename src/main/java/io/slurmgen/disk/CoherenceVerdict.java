package io.slurmgen.disk;

import java.util.Locale;

/** How a {@link CoherenceProbe} between two nodes ended. */
public enum CoherenceVerdict {
  /** Each node saw at once what the other one had written under a lock, and one at a time. */
  COHERENT,
  /** A node saw older bytes than the other one had written under the lock, or a mixture. */
  STALE,
  /** Two nodes held the same lock at the same time, or a node could not lock at all. */
  LOCKS_DO_NOT_EXCLUDE,
  /** Nobody came, or the other side fell silent: nothing is known. */
  NO_PARTNER;

  /** Whether nodes may take turns in changing a file of this file system. */
  public boolean letsNodesTakeTurns() {
    return this == COHERENT;
  }

  /** Whether it says anything about the file system. */
  public boolean isKnown() {
    return this != NO_PARTNER;
  }

  /** Returns the word of the catalog for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The verdict of a word. */
  public static CoherenceVerdict ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
