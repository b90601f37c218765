package io.slurmgen.task;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.CatalogException;
import io.slurmgen.catalog.ParamSetRow;
import io.slurmgen.catalog.SegmentOwner;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.segment.ColumnType;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import java.io.IOException;
import java.util.Optional;

/**
 * The types of the samples that are recorded already, which those to come must have as well: a move
 * cannot be undone, and a group with samples of different types could never be read again.
 *
 * <p>They are found in one segment. Code that is changed while the first samples of a parameter set
 * are still being made is therefore not noticed.
 */
public final class RecordedTypes {

  /** One segment is enough; more are tried where that one cannot be opened. */
  private static final int MOST_TRIED = 100;

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
    Optional<SegmentSchema> recorded = schema(catalog, owner);
    if (recorded.isPresent()) {
      String advice =
          preprocessing.isPresent()
              ? "give the preprocessor another name"
              : "generate with other parameters, or give the dataset another name";
      check(owner, "features", recorded.get().features(), recipe.features(), advice);
      check(owner, "label", recorded.get().label(), recipe.label(), advice);
    }
  }

  /** Whether samples of a segment can be read together with the recorded ones. */
  public static boolean fit(
      Catalog catalog,
      ParamSetRow set,
      Optional<SubmissionRow.Preprocessing> preprocessing,
      SegmentSchema found)
      throws IOException {
    Optional<SegmentSchema> recorded =
        schema(catalog, new SegmentOwner(catalog.directory(), set, preprocessing));
    return recorded.isEmpty()
        || (recorded.get().features().common(found.features()).isPresent()
            && recorded.get().label().common(found.label()).isPresent());
  }

  private static void check(
      SegmentOwner samples, String column, ColumnType recorded, ColumnType made, String advice) {
    if (recorded.common(made).isEmpty()) {
      throw new UserError(
          "the %s of %s are stored as %s, and Datasets.java now makes %s: %s"
              .formatted(column, samples, recorded.describe(), made.describe(), advice));
    }
  }

  private static Optional<SegmentSchema> schema(Catalog catalog, SegmentOwner samples)
      throws IOException {
    IOException failure = null;
    Optional<Long> preprocessedId =
        samples.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
    for (String path : catalog.locations().segments(samples.set(), preprocessedId, MOST_TRIED)) {
      try (SegmentFile segment = SegmentFile.open(catalog.directory().segment(path))) {
        samples.check(segment);
        return Optional.of(segment.schema());
      } catch (CatalogException e) {
        throw e; // no sample is made with another seed, for one
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new IOException(
          "no segment of %s can be opened to see the types of its samples, the last one: %s"
              .formatted(samples, failure),
          failure);
    }
    return Optional.empty();
  }
}
