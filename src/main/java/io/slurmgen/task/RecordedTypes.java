package io.slurmgen.task;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ParamSetRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.segment.ColumnType;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import java.io.IOException;
import java.util.List;
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
   * @throws IOException if samples are recorded and none of their segments can be opened
   */
  public static void check(
      Catalog catalog,
      ParamSetRow set,
      Optional<SubmissionRow.Preprocessing> preprocessing,
      Recipe recipe)
      throws IOException {
    String samples =
        preprocessing
            .map(
                made ->
                    "%s %d %s (%s)"
                        .formatted(set.dataset(), set.number(), made.group(), made.preprocessor()))
            .orElseGet(() -> "%s %d".formatted(set.dataset(), set.number()));
    Optional<SegmentSchema> recorded =
        schema(
            catalog,
            samples,
            catalog
                .locations()
                .segments(
                    set,
                    preprocessing.map(SubmissionRow.Preprocessing::preprocessedId),
                    MOST_TRIED));
    if (recorded.isPresent()) {
      String advice =
          preprocessing.isPresent()
              ? "give the preprocessor another name"
              : "generate with other parameters, or give the dataset another name";
      check(samples, "features", recorded.get().features(), recipe.features(), advice);
      check(samples, "label", recorded.get().label(), recipe.label(), advice);
    }
  }

  /** Whether samples of a segment can be read together with the recorded ones. */
  public static boolean fit(
      Catalog catalog,
      ParamSetRow set,
      Optional<SubmissionRow.Preprocessing> preprocessing,
      SegmentSchema found)
      throws IOException {
    Optional<Long> preprocessedId = preprocessing.map(SubmissionRow.Preprocessing::preprocessedId);
    List<String> paths = catalog.locations().segments(set, preprocessedId, MOST_TRIED);
    Optional<SegmentSchema> recorded = schema(catalog, set.dataset(), paths);
    return recorded.isEmpty()
        || (recorded.get().features().common(found.features()).isPresent()
            && recorded.get().label().common(found.label()).isPresent());
  }

  private static void check(
      String samples, String column, ColumnType recorded, ColumnType made, String advice) {
    if (recorded.common(made).isEmpty()) {
      throw new UserError(
          "the %s of %s are stored as %s, and Datasets.java now makes %s: %s"
              .formatted(column, samples, recorded.describe(), made.describe(), advice));
    }
  }

  private static Optional<SegmentSchema> schema(Catalog catalog, String samples, List<String> paths)
      throws IOException {
    IOException failure = null;
    for (String path : paths) {
      try (SegmentFile segment = SegmentFile.open(catalog.directory().root().resolve(path))) {
        return Optional.of(segment.schema());
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
