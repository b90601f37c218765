package io.slurmgen.catalog.samples;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.SegmentFile;
import java.util.Map;
import java.util.Optional;

/**
 * Whose samples the catalog says that a segment holds; the segment says so too.
 *
 * @param directory where both are
 * @param set the parameter set
 * @param preprocessing what derived them, empty where they were generated
 */
public record SegmentOwner(
    CacheDirectory directory,
    ParamSetRow set,
    Optional<SubmissionRow.Preprocessing> preprocessing) {

  /**
   * Compares what both say.
   *
   * @throws CatalogException if they differ, so that one of them is damaged
   */
  public void check(SegmentFile segment) throws CatalogException {
    Map<String, String> metadata = segment.schema().metadata();
    if (!set.owns(metadata) || !isDerivedAs(metadata)) {
      throw UselessCatalogException.damaged(
          directory.catalog(),
          "it has samples of %s in %s, which are others by its schema"
              .formatted(this, segment.path()));
    }
  }

  private boolean isDerivedAs(Map<String, String> metadata) {
    return SegmentMetadata.GROUP
            .in(metadata)
            .equals(preprocessing.map(SubmissionRow.Preprocessing::group))
        && SegmentMetadata.PREPROCESSOR
            .in(metadata)
            .equals(preprocessing.map(SubmissionRow.Preprocessing::preprocessor));
  }

  /** Returns advice about samples of other types. */
  public String adviceForOtherTypes() {
    return preprocessing.isPresent()
        ? "give the preprocessor another name"
        : "generate with other parameters, or give the dataset another name";
  }

  /** Returns a name such as noisy_sine 0 train (square_both). */
  @Override
  public String toString() {
    return "%s %d".formatted(set.dataset(), set.number())
        + preprocessing
            .map(made -> " %s (%s)".formatted(made.group(), made.preprocessor()))
            .orElse("");
  }
}
