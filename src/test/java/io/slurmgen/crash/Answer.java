package io.slurmgen.crash;

import java.util.List;

/**
 * How a command ended that has come to its end.
 *
 * @param exitCode of the command
 * @param out what it printed
 * @param err what it said on standard error
 */
record Answer(int exitCode, String out, String err) {

  private static final List<String> NEVER =
      List.of("internal error", "Exception", "database is locked", "SQLITE", "damaged");

  /** Whether a user has to read what no user should. */
  boolean isUnfit() {
    return NEVER.stream().anyMatch(word -> err.contains(word) || out.contains(word));
  }

  boolean saysThatNothingIsToDo() {
    return out.contains("nothing to do");
  }
}
