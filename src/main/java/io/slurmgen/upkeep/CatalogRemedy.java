package io.slurmgen.upkeep;

import io.slurmgen.check.Inconsistency;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import java.util.Locale;

/** What becomes of contradictions in the catalog. */
final class CatalogRemedy {

  private final CacheDirectory directory;
  private final boolean isCountable;
  private final String rebuild;

  /**
   * Remedies of one catalog.
   *
   * @param isCountable whether the ranges are right, so that counts can be made from them
   */
  CatalogRemedy(CacheDirectory directory, boolean isCountable) {
    this.directory = directory;
    this.isCountable = isCountable;
    this.rebuild = ProposedCommand.rebuild(directory.user());
  }

  Finding finding(Inconsistency found) {
    String kind = found.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Finding(
        kind, found.where(), found.text(), isMove(found) ? rebuildMove() : remedy(found));
  }

  private static boolean isMove(Inconsistency found) {
    return found.kind() == Inconsistency.Kind.WRONG_COUNT && found.where().startsWith("move ");
  }

  static boolean isDamagedCatalog(Finding finding) {
    return finding.kind().equals("damaged-catalog") || finding.kind().equals("dangling-row");
  }

  private Remedy rebuild() {
    return new Remedy.ByHand(rebuild + " makes a new catalog from segments and journal");
  }

  /** A catalog that was rebuilt while samples of a move were missing has no more of them. */
  private Remedy rebuildMove() {
    return new Remedy.ByHand(
        rebuild
            + " makes a new catalog from segments and journal, and names samples that are missing"
            + " and have to be generated before that");
  }

  private Remedy remedy(Inconsistency found) {
    return switch (found.kind()) {
      case UNMARKED_CATALOG, OTHER_SCHEMA -> new Remedy.Restore();
      case MISCOUNTED_GROUP -> isCountable ? new Remedy.Restore() : rebuild();
      case OTHER_TRIGGER ->
          new Remedy.ByHand(
              "unless somebody wants it there: sqlite3 "
                  + directory.catalog().getFileName()
                  + " 'drop "
                  + found.where()
                  + "'");
      case DAMAGED_CATALOG,
          OTHER_TABLE,
          DANGLING_ROW,
          OTHER_PARAMETERS,
          WRONG_COUNT,
          SAMPLE_TWICE,
          SAMPLES_WITHOUT_SEGMENT,
          SAMPLES_WITHOUT_GROUP ->
          rebuild();
      case JOURNAL_BEHIND, JOURNAL_TORN -> new Remedy.CatchUp();
      case JOURNAL_DAMAGED ->
          new Remedy.ByHand(
              "the catalog has its labels, but a rebuilt one would lack them: restore the line"
                  + " from a backup, and keep backups of the catalog");
      case JOURNAL_AHEAD ->
          new Remedy.ByHand("if the catalog is an old one, " + rebuild + " follows the journal");
    };
  }
}
