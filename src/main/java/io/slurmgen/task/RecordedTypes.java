package io.slurmgen.task;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.util.Optional;

/**
 * The types of the samples that are recorded already, which those to come must have as well: a move
 * cannot be undone, and a group with samples of different types could never be read again.
 *
 * <p>Asked before a submission, so that nothing is made in vain. Whatever is decided here, the
 * catalog compares the types again when it records samples.
 */
public final class RecordedTypes {

  private RecordedTypes() {}

  /**
   * Refuses to make samples that could not be read together with the recorded ones.
   *
   * @param set the parameter set that they are for
   * @param preprocessing what they are derived by, empty where they are generated
   * @param recipe how they would be made
   * @throws UserError if their types differ in more than the constants of enums
   * @throws CatalogException if the segment is of another parameter set
   * @throws IOException if samples are recorded and none of their segments can be opened
   */
  public static void check(
      Catalog catalog,
      ParamSetRow set,
      Optional<SubmissionRow.Preprocessing> preprocessing,
      Recipe recipe)
      throws IOException {
    SegmentOwner owner = new SegmentOwner(catalog.directory(), set, preprocessing);
    Optional<StoredTypes> recorded = catalog.seriesTypes().of(set, preprocessing);
    if (recorded.isPresent()) {
      check(owner, "features", recorded.get().features(), recipe.features().layout());
      check(owner, "label", recorded.get().label(), recipe.label().layout());
    }
  }

  private static void check(SegmentOwner samples, String column, String recorded, String made) {
    if (!recorded.equals(made)) {
      throw new UserError(
          "the %s of %s are stored as %s, and Datasets.java now makes %s: %s"
              .formatted(column, samples, recorded, made, samples.adviceForOtherTypes()));
    }
  }
}
