package io.slurmgen.check;

import java.util.List;

/**
 * A fault of a catalog, of its journal of moves, or of a segment.
 *
 * @param kind of which kind it is
 * @param where the table, parameter set, segment, move or file
 * @param text what is there, and what should be, in one line
 */
public record Finding(Kind kind, String where, String text) {

  /** A kind of fault. Kinds with the same word differ in their remedies only. */
  public enum Kind {
    /** SQLite finds the file damaged ({@code PRAGMA integrity_check}). */
    DAMAGED_CATALOG("damaged-catalog"),
    /** SQLite cannot read the file at all. */
    UNREADABLE_CATALOG("damaged-catalog"),
    /** The file does not tell that it is a catalog, or of what version. */
    UNMARKED_CATALOG("unmarked-catalog"),
    /** A table is missing, or is another one. */
    OTHER_TABLE("other-table"),
    /** An index, trigger or view is missing, or is another one. */
    OTHER_SCHEMA("other-schema"),
    /** There is a trigger that no version of slurm-gen has. */
    OTHER_TRIGGER("other-trigger"),
    /** A row names another one that is not there ({@code PRAGMA foreign_key_check}). */
    DANGLING_ROW("dangling-row"),
    /** The parameters of a set are not those that its hash is of. */
    OTHER_PARAMETERS("other-parameters"),
    /** A group, or what a preprocessor made of it, has another number of samples than counted. */
    MISCOUNTED_GROUP("miscounted-group"),
    /** A move has another number of samples than counted. */
    MISCOUNTED_MOVE("wrong-count"),
    /** A segment has chunks before or behind the samples that it counts. */
    CHUNKS_OUTSIDE("wrong-count"),
    /** Ranges or segments hold the same sample twice. */
    SAMPLE_TWICE("sample-twice"),
    /** Samples have a group, and no segment holds them. */
    SAMPLES_WITHOUT_SEGMENT("samples-without-segment"),
    /** A segment's samples are in no group. */
    SAMPLES_WITHOUT_GROUP("samples-without-group"),
    /** The journal lacks the last moves. */
    JOURNAL_BEHIND("journal-behind"),
    /** The journal's end is not as it was written. */
    JOURNAL_TORN("journal-torn"),
    /** A line of the journal before its end is damaged or missing. */
    JOURNAL_DAMAGED("journal-damaged"),
    /** The journal has moves that the catalog lacks, or others. */
    JOURNAL_AHEAD("journal-ahead"),
    /** A recorded segment lies elsewhere, or is no regular file. */
    MISPLACED_SEGMENT("misplaced-segment"),
    /** A recorded segment is a link to nothing. */
    DANGLING_LINK("misplaced-segment"),
    /** A file with the name of a segment lies elsewhere, or is none, and no row names it. */
    STRAY_FILE("misplaced-segment"),
    /** A recorded segment's file is missing. */
    MISSING_SEGMENT("missing-segment"),
    /** The directory of a recorded segment cannot be read. */
    UNREADABLE_SEGMENT("unreadable-segment"),
    /** A newer version of slurm-gen has written a segment. */
    NEWER_SEGMENT("newer-segment"),
    /** A segment has no schema that can be read. */
    DAMAGED_SEGMENT("damaged-segment"),
    /** A segment is of other samples than its row tells. */
    WRONG_SEGMENT("wrong-segment"),
    /** A segment ends before the last chunk that is recorded. */
    SHORT_SEGMENT("short-segment"),
    /** The chunks of a segment end elsewhere than its row tells. */
    MISCOUNTED_SEGMENT("wrong-count"),
    /** A chunk's row is of other samples or bytes than the chunk. */
    WRONG_ROW("wrong-row"),
    /** A chunk's row has another checksum than the chunk, whose own is right. */
    WRONG_CHECKSUM("wrong-row"),
    /** A chunk's bytes are not what was written. */
    DAMAGED_CHUNK("damaged-chunk"),
    /** Whole chunks that no row names. */
    UNRECORDED_CHUNKS("unrecorded-chunks"),
    /** Whole chunks of a job that the catalog does not know. */
    UNKNOWN_SEGMENT("unknown-segment");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the word for programs. */
    public String word() {
      return word;
    }
  }

  /** Whether the rows of the catalog may be anything. */
  public boolean isOfDamagedCatalog() {
    return kind == Kind.DAMAGED_CATALOG
        || kind == Kind.UNREADABLE_CATALOG
        || kind == Kind.DANGLING_ROW;
  }

  /**
   * Whether groups and the schema that counts them are all that is wrong with rows, so that their
   * ranges can be counted anew.
   */
  public static boolean areOnlyCountsWrong(List<Finding> found) {
    return found.stream().allMatch(Finding::leavesRangesRight);
  }

  private boolean leavesRangesRight() {
    return switch (kind) {
      case MISCOUNTED_GROUP,
          UNMARKED_CATALOG,
          OTHER_SCHEMA,
          OTHER_TRIGGER,
          JOURNAL_BEHIND,
          JOURNAL_TORN,
          JOURNAL_DAMAGED ->
          true;
      case DAMAGED_CATALOG,
          UNREADABLE_CATALOG,
          OTHER_TABLE,
          DANGLING_ROW,
          OTHER_PARAMETERS,
          MISCOUNTED_MOVE,
          CHUNKS_OUTSIDE,
          SAMPLE_TWICE,
          SAMPLES_WITHOUT_SEGMENT,
          SAMPLES_WITHOUT_GROUP,
          JOURNAL_AHEAD,
          MISPLACED_SEGMENT,
          DANGLING_LINK,
          STRAY_FILE,
          MISSING_SEGMENT,
          UNREADABLE_SEGMENT,
          NEWER_SEGMENT,
          DAMAGED_SEGMENT,
          WRONG_SEGMENT,
          SHORT_SEGMENT,
          MISCOUNTED_SEGMENT,
          WRONG_ROW,
          WRONG_CHECKSUM,
          DAMAGED_CHUNK,
          UNRECORDED_CHUNKS,
          UNKNOWN_SEGMENT ->
          false;
    };
  }
}
