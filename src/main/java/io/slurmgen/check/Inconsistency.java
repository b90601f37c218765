package io.slurmgen.check;

import java.util.List;

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
    /** The file does not tell that it is a catalog, or of what version. */
    UNMARKED_CATALOG,
    /** A table is missing, or is another one. */
    OTHER_TABLE,
    /** An index, trigger or view is missing, or is another one. */
    OTHER_SCHEMA,
    /** There is a trigger that no version of slurm-gen has. */
    OTHER_TRIGGER,
    /** A row names another one that is not there ({@code PRAGMA foreign_key_check}). */
    DANGLING_ROW,
    /** The parameters of a set are not those that its hash is of. */
    OTHER_PARAMETERS,
    /** A group, or what a preprocessor made of it, has another number of samples than counted. */
    MISCOUNTED_GROUP,
    /** Another count is not the sum of what it counts. */
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

  /**
   * Whether groups and the schema that counts them are all that is wrong with rows, so that their
   * ranges can be counted anew.
   */
  public static boolean areOnlyCountsWrong(List<Inconsistency> found) {
    return found.stream()
        .allMatch(
            one ->
                switch (one.kind()) {
                  case MISCOUNTED_GROUP,
                      UNMARKED_CATALOG,
                      OTHER_SCHEMA,
                      OTHER_TRIGGER,
                      JOURNAL_BEHIND,
                      JOURNAL_TORN,
                      JOURNAL_DAMAGED ->
                      true;
                  case DAMAGED_CATALOG,
                      OTHER_TABLE,
                      DANGLING_ROW,
                      OTHER_PARAMETERS,
                      WRONG_COUNT,
                      SAMPLE_TWICE,
                      SAMPLES_WITHOUT_SEGMENT,
                      SAMPLES_WITHOUT_GROUP,
                      JOURNAL_AHEAD ->
                      false;
                });
  }
}
