package io.slurmgen.upkeep;

import io.slurmgen.check.Finding;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import java.util.List;

/** The remedies of what is found in a catalog and its segments. */
final class Remedies {

  private final CacheDirectory directory;
  private final boolean isCountable;
  private final String rebuild;

  /**
   * Remedies for one catalog.
   *
   * @param found all that is wrong with the catalog alone: where the ranges are right, counts can
   *     be made from them
   */
  Remedies(CacheDirectory directory, List<Finding> found) {
    this.directory = directory;
    this.isCountable = Finding.areOnlyCountsWrong(found);
    this.rebuild = ProposedCommand.rebuild(directory.user());
  }

  /** Returns a finding with the remedy of its kind. */
  Diagnosis diagnosis(Finding found) {
    return new Diagnosis(found, remedy(found));
  }

  private Remedy remedy(Finding found) {
    return switch (found.kind()) {
      case UNMARKED_CATALOG, OTHER_SCHEMA -> new Remedy.Restore();
      case MISCOUNTED_GROUP -> isCountable ? new Remedy.Restore() : rebuild();
      case OTHER_TRIGGER -> byHand(dropTrigger(found.where()));
      case DAMAGED_CATALOG,
          OTHER_TABLE,
          DANGLING_ROW,
          OTHER_PARAMETERS,
          CHUNKS_OUTSIDE,
          SAMPLE_TWICE,
          SAMPLES_WITHOUT_SEGMENT,
          SAMPLES_WITHOUT_GROUP ->
          rebuild();
      case MISCOUNTED_MOVE -> rebuildMove();
      case UNREADABLE_CATALOG -> byHand("nothing else was checked");
      case JOURNAL_BEHIND, JOURNAL_TORN -> new Remedy.CatchUp();
      case JOURNAL_DAMAGED ->
          byHand(
              "the catalog has its labels, but a rebuilt one would lack them: restore the line"
                  + " from a backup, and keep backups of the catalog");
      case JOURNAL_AHEAD ->
          byHand("if the catalog is an old one, " + rebuild + " follows the journal");
      case MISPLACED_SEGMENT -> byHand("put the file itself into its place");
      case DANGLING_LINK -> byHand("put the file into its place");
      case STRAY_FILE -> byHand("no row names it: remove it");
      case UNREADABLE_SEGMENT -> byHand("allow to read it");
      case NEWER_SEGMENT -> byHand("update slurm-gen");
      case WRONG_SEGMENT -> byHand("restore the file from a backup, or: " + recount());
      case MISCOUNTED_SEGMENT, WRONG_ROW -> byHand(recount());
      case WRONG_CHECKSUM -> byHand("the row is wrong: " + recount());
      case UNKNOWN_SEGMENT -> byHand(rebuild + " counts them");
      case MISSING_SEGMENT, SHORT_SEGMENT, DAMAGED_SEGMENT, DAMAGED_CHUNK, UNRECORDED_CHUNKS ->
          throw new IllegalArgumentException(
              "the remedy of " + found.kind() + " depends on the samples");
    };
  }

  private static Remedy byHand(String text) {
    return new Remedy.ByHand(text);
  }

  private Remedy rebuild() {
    return byHand(rebuild + " makes a new catalog from segments and journal");
  }

  /** A catalog that was rebuilt while samples of a move were missing has no more of them. */
  private Remedy rebuildMove() {
    return byHand(
        rebuild
            + " makes a new catalog from segments and journal, and names samples that are missing"
            + " and have to be generated before that");
  }

  private String recount() {
    return rebuild + " counts what is there";
  }

  private String dropTrigger(String where) {
    return "unless somebody wants it there: sqlite3 "
        + directory.catalog().getFileName()
        + " 'drop "
        + where
        + "'";
  }
}
