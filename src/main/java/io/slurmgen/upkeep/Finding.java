package io.slurmgen.upkeep;

/**
 * Something that is not as it should be.
 *
 * @param kind what, as a word for programs
 * @param where the segment, parameter set, move, table or file
 * @param text what is there, in one line
 * @param remedy what becomes of it
 */
public record Finding(String kind, String where, String text, Remedy remedy) {

  /** The line for people. */
  public String line() {
    return "%s: %s; %s".formatted(where, text, remedy.text());
  }
}
