package io.slurmgen.catalog;

/**
 * Something in a catalog, or in its journal of moves, that contradicts the rest.
 *
 * @param kind what
 * @param where which table, parameter set, segment, move or file
 * @param text what is there, and what should be
 */
public record Inconsistency(Kind kind, String where, String text) {

  /** What contradicts what. */
  public enum Kind {
    /** SQLite finds the file damaged ({@code PRAGMA integrity_check}). */
    DAMAGED_CATALOG,
    /** A row names another one that is not there ({@code PRAGMA foreign_key_check}). */
    DANGLING_ROW,
    /** The parameters of a set are not those that its hash is of. */
    OTHER_PARAMETERS,
    /** A count is not the sum of what it counts. */
    WRONG_COUNT,
    /** Ranges or segments hold the same sample twice. */
    SAMPLE_TWICE,
    /** Samples have a group, and no segment holds them. */
    SAMPLES_WITHOUT_SEGMENT,
    /** A segment's samples are in no group. */
    SAMPLES_WITHOUT_GROUP,
    /** The journal lacks the last moves. */
    JOURNAL_BEHIND,
    /** The journal's end is not as it was written. */
    JOURNAL_TORN,
    /** A line of the journal before its end is damaged or missing. */
    JOURNAL_DAMAGED,
    /** The journal has moves that the catalog lacks, or others. */
    JOURNAL_AHEAD
  }
}
