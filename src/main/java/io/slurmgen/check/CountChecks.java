package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the counts of a catalog are the sums of what they count. Looks at a few rows of each
 * segment; its chunks are added up when the segment is read. Used inside one transaction.
 */
final class CountChecks {

  /** Each query finds wrong counts: where, the count, what it should be. */
  private static final List<String> GROUPS =
      List.of(
          """
          select dataset.name || ' ' || param_set.number || ' ' || sample_group.name,
            sample_group.samples, coalesce(sum(sample_range.samples), 0) as sum
          from sample_group
            join param_set on param_set.id = sample_group.param_set_id
            join dataset on dataset.id = param_set.dataset_id
            left join sample_range on sample_range.group_id = sample_group.id
          group by sample_group.id having sum <> sample_group.samples
          """,
          """
          select dataset.name || ' ' || param_set.number || ' ' || sample_group.name || ' ('
            || preprocessed.name || ')',
            preprocessed.samples, coalesce(sum(preprocessed_range.samples), 0) as sum
          from preprocessed
            join sample_group on sample_group.id = preprocessed.group_id
            join param_set on param_set.id = sample_group.param_set_id
            join dataset on dataset.id = param_set.dataset_id
            left join preprocessed_range on preprocessed_range.preprocessed_id = preprocessed.id
          group by preprocessed.id having sum <> preprocessed.samples
          """);

  /** The statements that find miscounted moves, each with its name, its count and the sum. */
  private static final List<String> MOVES =
      List.of(
          """
          select 'move ' || move.id, move.samples, coalesce(sum(sample_range.samples), 0) as sum
          from move
            left join sample_range
              on sample_range.group_id = move.group_id and sample_range.move_id = move.id
          group by move.id having sum <> move.samples
          """);

  /** Chunks before or behind the samples of their segment. */
  private static final String CHUNKS_OUTSIDE =
      """
      select segment.path from segment
      where exists (select 1 from chunk where chunk.segment_id = segment.id
          and chunk.first_index < segment.first_index)
        or exists (select 1 from chunk where chunk.segment_id = segment.id
          and chunk.first_index >= segment.first_index + segment.samples)
      """;

  private final CatalogConnection catalog;

  CountChecks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  List<Finding> run() throws SQLException {
    List<Finding> found = new ArrayList<>();
    add(found, Kind.MISCOUNTED_GROUP, GROUPS);
    add(found, Kind.MISCOUNTED_MOVE, MOVES);
    for (String segment : catalog.statements().query(CHUNKS_OUTSIDE, row -> row.text(1))) {
      found.add(
          new Finding(Kind.CHUNKS_OUTSIDE, segment, "has chunks that its sample count leaves out"));
    }
    return found;
  }

  private void add(List<Finding> found, Kind kind, List<String> queries) throws SQLException {
    for (String sql : queries) {
      found.addAll(catalog.statements().query(sql, row -> finding(kind, row)));
    }
  }

  private static Finding finding(Kind kind, Row row) throws SQLException {
    String text = "counts %d samples and has %d".formatted(row.number(2), row.number(3));
    return new Finding(kind, row.text(1), text);
  }
}
