package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether every sample is in one range and one segment, and nothing else is in either; the same of
 * what preprocessors made, whose sources must be in their group. Used inside one transaction.
 */
final class TilingChecks {

  private static final String SEGMENTS =
      """
      select first_index, samples from segment
      where param_set_id = ? and preprocessed_id is ? order by first_index
      """;

  private static final String RANGES =
      "select first_index, samples from sample_range where param_set_id = ? order by first_index";

  private static final String PREPROCESSED_RANGES =
      """
      select first_index, samples from preprocessed_range
      where preprocessed_id = ? order by first_index
      """;

  private static final String GROUP_RANGES =
      "select first_index, samples from sample_range where group_id = ?";

  private static final String SETS =
      """
      select param_set.id, dataset.name || ' ' || param_set.number
      from param_set join dataset on dataset.id = param_set.dataset_id
      order by dataset.name, param_set.number
      """;

  private static final String PREPROCESSED =
      """
      select preprocessed.id, param_set.id, sample_group.id,
        dataset.name || ' ' || param_set.number || ' ' || sample_group.name || ' ('
          || preprocessed.name || ')'
      from preprocessed
        join sample_group on sample_group.id = preprocessed.group_id
        join param_set on param_set.id = sample_group.param_set_id
        join dataset on dataset.id = param_set.dataset_id
      order by preprocessed.id
      """;

  /** Ranges of another set's group, or labelled without a move, or raw with one. */
  private static final String WRONG_GROUPS =
      """
      select dataset.name || ' ' || param_set.number, sample_range.first_index,
        sample_range.samples, sample_group.name
      from sample_range
        join sample_group on sample_group.id = sample_range.group_id
        join param_set on param_set.id = sample_range.param_set_id
        join dataset on dataset.id = param_set.dataset_id
        left join move on move.id = sample_range.move_id
      where sample_group.param_set_id <> sample_range.param_set_id
        or (sample_group.name = 'raw') <> (sample_range.move_id is null)
        or move.group_id <> sample_range.group_id
      """;

  private final CatalogConnection catalog;
  private final List<Finding> found = new ArrayList<>();

  TilingChecks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  List<Finding> run() throws SQLException {
    catalog.statements().each(SETS, this::checkSet);
    catalog.statements().each(PREPROCESSED, this::checkPreprocessed);
    catalog.statements().each(WRONG_GROUPS, this::addWrongGroup);
    return found;
  }

  private void checkSet(Row row) throws SQLException {
    long set = row.number(1);
    check(
        row.text(2),
        catalog.statements().ranges(RANGES, set),
        catalog.statements().ranges(SEGMENTS, set, null));
  }

  private void checkPreprocessed(Row row) throws SQLException {
    long id = row.number(1);
    long set = row.number(2);
    long group = row.number(3);
    String where = row.text(4);
    List<IndexRange> ranges = catalog.statements().ranges(PREPROCESSED_RANGES, id);
    check(where, ranges, catalog.statements().ranges(SEGMENTS, set, id));
    IndexRanges sources = new IndexRanges(catalog.statements().ranges(GROUP_RANGES, group));
    IndexRanges without = new IndexRanges(ranges).minus(sources);
    if (!without.isEmpty()) {
      add(Kind.SAMPLES_WITHOUT_GROUP, where, without, "whose sources are not in the group");
    }
  }

  private void check(String where, List<IndexRange> ranges, List<IndexRange> segments) {
    checkDisjoint(where, ranges, "are in two ranges");
    checkDisjoint(where, segments, "are in two segments");
    IndexRanges grouped = new IndexRanges(ranges);
    IndexRanges stored = new IndexRanges(segments);
    if (!grouped.minus(stored).isEmpty()) {
      add(Kind.SAMPLES_WITHOUT_SEGMENT, where, grouped.minus(stored), "that no segment holds");
    }
    if (!stored.minus(grouped).isEmpty()) {
      add(Kind.SAMPLES_WITHOUT_GROUP, where, stored.minus(grouped), "that no range names");
    }
  }

  /** Looks at ranges in order of their first indexes. */
  private void checkDisjoint(String where, List<IndexRange> ranges, String fault) {
    long end = 0;
    List<IndexRange> twice = new ArrayList<>();
    for (IndexRange range : ranges) {
      if (range.first() < end) {
        twice.add(IndexRange.between(range.first(), Math.min(end, range.end())));
      }
      end = Math.max(end, range.end());
    }
    if (!twice.isEmpty()) {
      add(Kind.SAMPLE_TWICE, where, new IndexRanges(twice), "that " + fault);
    }
  }

  private void addWrongGroup(Row row) throws SQLException {
    IndexRange range = new IndexRange(row.number(2), row.number(3));
    add(
        Kind.SAMPLES_WITHOUT_GROUP,
        row.text(1),
        new IndexRanges(List.of(range)),
        "whose move and group " + row.text(4) + " do not belong together");
  }

  private void add(Kind kind, String where, IndexRanges indexes, String fault) {
    found.add(
        new Finding(
            kind,
            where,
            "%d samples, indexes %s, %s".formatted(indexes.samples(), indexes.text(), fault)));
  }
}
