package io.slurmgen.catalog.samples;

import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin.Derived;
import io.slurmgen.model.SegmentOrigin.SeriesKey;
import io.slurmgen.model.SegmentOrigin.SetKey;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types that all recorded samples of a series have. They are kept in the transaction that
 * records its first chunk, so that they hold whatever code runs at the same time.
 *
 * <p>Catalogs of older versions lack them: they are read from a segment then.
 */
public final class SeriesTypes {

  /** Parameters: parameter set, preprocessed or null, how many. */
  private static final String SEGMENT_PATHS =
      """
      select segment.path from segment
      where (segment.param_set_id = ? and (segment.preprocessed_id is ?))
      order by segment.first_index limit ?
      """;

  /** One segment is enough; more are tried where that one cannot be opened. */
  private static final int MOST_TRIED = 100;

  /** In place of a preprocessed id. */
  private static final long GENERATED = 0;

  private static final String TYPES =
      "select features, label from series_types where param_set_id = ? and preprocessed_id = ?";

  private static final String ALL =
      """
      select dataset.name, param_set.hash, sample_group.name, preprocessed.name,
        series_types.features, series_types.label
      from series_types
        join param_set on param_set.id = series_types.param_set_id
        join dataset on dataset.id = param_set.dataset_id
        left join preprocessed on preprocessed.id = series_types.preprocessed_id
        left join sample_group on sample_group.id = preprocessed.group_id
      """;

  private static final String KEEP = "insert into series_types values (?, ?, ?, ?)";

  private final CatalogConnection catalog;

  public SeriesTypes(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns the types of the recorded samples, empty where there are none. One of their segments is
   * opened, and must be of that series.
   *
   * @throws CatalogException if the segment is of another series
   * @throws IOException if samples are recorded and none of their segments can be opened
   */
  public Optional<StoredTypes> of(
      ParamSetRow set, Optional<SubmissionRow.Preprocessing> preprocessing) throws IOException {
    SegmentOwner series = new SegmentOwner(catalog.directory(), set, preprocessing);
    return catalog.read(
        () -> {
          Optional<StoredTypes> ofSegment = ofSegment(series);
          Optional<StoredTypes> kept = kept(series);
          return kept.isPresent() ? kept : ofSegment;
        });
  }

  /** Whether samples can be read together with those that are recorded; inside a transaction. */
  public boolean fit(SegmentOwner series, StoredTypes types) throws SQLException, IOException {
    Optional<StoredTypes> recorded = recorded(series);
    return recorded.isEmpty() || recorded.get().fit(types);
  }

  /**
   * Has samples recorded of these types, or keeps that they cannot be; inside the transaction that
   * records them.
   *
   * @throws OtherTypesException if those that are recorded have other types
   */
  void keep(SegmentOwner series, StoredTypes types) throws SQLException, IOException {
    Optional<StoredTypes> kept = kept(series);
    StoredTypes recorded = kept.isPresent() ? kept.get() : ofSegment(series).orElse(types);
    if (kept.isEmpty()) {
      catalog
          .statements()
          .update(KEEP, series.set().id(), number(series), recorded.features(), recorded.label());
    }
    if (!recorded.fit(types)) {
      throw OtherTypesException.of(series, recorded, types);
    }
  }

  /** All that are kept, by what identifies their series; inside a transaction. */
  public Map<SeriesKey, StoredTypes> all() throws SQLException {
    Map<SeriesKey, StoredTypes> all = new HashMap<>();
    catalog
        .statements()
        .query(ALL, row -> all.put(key(row), new StoredTypes(row.text(5), row.text(6))));
    return all;
  }

  private static SeriesKey key(Row row) throws SQLException {
    Optional<Derived> derived =
        row.optionalText(3).isEmpty()
            ? Optional.empty()
            : Optional.of(new Derived(row.text(3), row.text(4)));
    return new SeriesKey(new SetKey(row.text(1), row.text(2)), derived);
  }

  private Optional<StoredTypes> recorded(SegmentOwner series) throws SQLException, IOException {
    Optional<StoredTypes> kept = kept(series);
    return kept.isPresent() ? kept : ofSegment(series);
  }

  private Optional<StoredTypes> kept(SegmentOwner series) throws SQLException {
    return catalog
        .statements()
        .first(
            TYPES,
            row -> new StoredTypes(row.text(1), row.text(2)),
            series.set().id(),
            number(series));
  }

  private static long number(SegmentOwner series) {
    return series
        .preprocessing()
        .map(SubmissionRow.Preprocessing::preprocessedId)
        .orElse(GENERATED);
  }

  private Optional<StoredTypes> ofSegment(SegmentOwner series) throws SQLException, IOException {
    IOException failure = null;
    Long preprocessedId =
        series.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId).orElse(null);
    List<String> paths =
        catalog
            .statements()
            .query(
                SEGMENT_PATHS, row -> row.text(1), series.set().id(), preprocessedId, MOST_TRIED);
    for (String path : paths) {
      try (SegmentFile segment = SegmentFile.open(catalog.directory().segment(path))) {
        series.check(segment);
        return Optional.of(StoredTypes.of(segment.schema()));
      } catch (CatalogException e) {
        throw e; // no sample is made with another seed, for one
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new IOException(
          "no segment of %s can be opened to see the types of its samples, the last one: %s"
              .formatted(series, failure),
          failure);
    }
    return Optional.empty();
  }
}
