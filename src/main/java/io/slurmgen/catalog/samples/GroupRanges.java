package io.slurmgen.catalog.samples;

import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The ranges of a group, held against all else that the catalog says of them. SQLite's pages have
 * no checksums, so that a flipped bit would give a group other samples than its own: now it takes
 * several that fit together. Used inside transactions.
 */
public final class GroupRanges {

  /** Parameters: group. */
  public static final String GROUP_RANGES =
      """
      select sample_range.first_index, sample_range.samples from sample_range
      where sample_range.group_id = ?
      order by sample_range.move_id, sample_range.first_index
      """;

  /** Parameters: parameter set. */
  private static final String SET_RANGES =
      """
      select sample_range.first_index, sample_range.samples, sample_range.group_id,
        sample_range.move_id, move.group_id, move.samples
      from sample_range
        left outer join move on move.id = sample_range.move_id
      where sample_range.param_set_id = ?
      order by sample_range.first_index
      """;

  /**
   * Sums over a group's ranges as the table has them, whether any came by a move, and how many
   * ranges of the set begin before the end of the one before. Parameters: group, parameter set.
   */
  private static final String TABLE_SUMS =
      """
      select coalesce(sum(is_of_group), 0), coalesce(sum(is_of_group * samples), 0),
        coalesce(sum(is_of_group * (first_index % 1000003)), 0),
        coalesce(sum(is_of_group * (first_index % 1000003) * (samples % 1000003)), 0),
        coalesce(sum(is_of_group * (move_id is not null)), 0),
        coalesce(sum(first_index < end_before), 0)
      from (
        select sample_range.first_index, sample_range.samples, sample_range.move_id,
          sample_range.group_id = ? as is_of_group,
          lag(sample_range.first_index + sample_range.samples, 1, 0)
            over (order by sample_range.first_index) as end_before
        from sample_range where sample_range.param_set_id = ?)
      """;

  private static final long MODULUS = 1_000_003;

  /** Parameters: group, parameter set, name. */
  private static final String GROUP_COUNT =
      """
      select sample_group.samples from sample_group
      where (sample_group.id = ? and sample_group.param_set_id = ? and sample_group.name = ?)
      """;

  private final CatalogConnection catalog;
  private final ParamSetRow set;
  private final long groupId;
  private final String group;

  GroupRanges(CatalogConnection catalog, ParamSetRow set, long groupId, String group) {
    this.catalog = catalog;
    this.set = set;
    this.groupId = groupId;
    this.group = group;
  }

  /**
   * A range as its row has it, and the move that its samples came by.
   *
   * @param move 0 where they are raw
   * @param moveGroupId the group that the move brought samples to, empty where they are raw
   * @param moved how many it brought, empty where they are raw
   */
  private record Labelled(
      IndexRange range, long groupId, long move, OptionalLong moveGroupId, OptionalLong moved) {

    static Labelled of(Row row) throws SQLException {
      return new Labelled(
          new IndexRange(row.number(1), row.number(2)),
          row.number(3),
          row.optionalNumber(4).orElse(0),
          row.optionalNumber(5),
          row.optionalNumber(6));
    }
  }

  /**
   * In the group's order: by the move that brought them, then by index. They are read from an
   * index, and must be those of the table.
   */
  List<IndexRange> all() throws SQLException, IOException {
    List<IndexRange> ranges = catalog.statements().ranges(GROUP_RANGES, groupId);
    if (!areRawInTable(ranges) && !ranges.equals(ofTable())) {
      throw damaged("an index and its table differ");
    }
    long samples = IndexRange.samples(ranges);
    long counted = catalog.statements().number(GROUP_COUNT, groupId, set.id(), group).orElse(-1L);
    if (samples != counted) {
      throw damaged("%d samples in its ranges, and a count of %d".formatted(samples, counted));
    }
    return ranges;
  }

  /**
   * Whether the table has these very ranges as raw ones, and none of the set's that overlap. Each
   * move asks it of all raw samples, so SQLite compares sums; it is {@link #ofTable} that says what
   * is wrong.
   */
  private boolean areRawInTable(List<IndexRange> ranges) throws SQLException {
    if (!group.equals(GroupRow.RAW)) {
      return false;
    }
    List<Long> sums = new ArrayList<>(List.of((long) ranges.size(), 0L, 0L, 0L, 0L, 0L));
    long end = 0;
    for (IndexRange range : ranges) {
      if (range.first() < end) {
        return false;
      }
      end = range.end();
      long first = range.first() % MODULUS;
      sums.set(1, sums.get(1) + range.samples());
      sums.set(2, sums.get(2) + first);
      sums.set(3, sums.get(3) + first * (range.samples() % MODULUS));
    }
    return catalog
        .statements()
        .first(TABLE_SUMS, GroupRanges::sums, groupId, set.id())
        .filter(sums::equals)
        .isPresent();
  }

  private static List<Long> sums(Row row) throws SQLException {
    List<Long> sums = new ArrayList<>();
    for (int column = 1; column <= 6; column++) {
      sums.add(row.number(column));
    }
    return sums;
  }

  private List<IndexRange> ofTable() throws SQLException, IOException {
    List<Labelled> found = new ArrayList<>();
    Map<Long, Long> moved = new HashMap<>();
    long end = 0;
    for (Labelled labelled : catalog.statements().query(SET_RANGES, Labelled::of, set.id())) {
      IndexRange range = labelled.range();
      if (range.first() < end) {
        throw damaged("sample " + range.first() + " is in two ranges");
      }
      end = range.end();
      if (labelled.groupId() == groupId) {
        refuseOtherMove(labelled, moved);
        found.add(labelled);
      }
    }
    return found.stream()
        .sorted(
            Comparator.comparingLong(Labelled::move)
                .thenComparingLong(labelled -> labelled.range().first()))
        .map(Labelled::range)
        .toList();
  }

  /** The ranges of a move together have no more samples than it has moved. */
  private void refuseOtherMove(Labelled labelled, Map<Long, Long> moved) throws CatalogException {
    boolean isRaw = labelled.move() == 0;
    IndexRange range = labelled.range();
    long samples = moved.merge(labelled.move(), range.samples(), Long::sum);
    boolean fits =
        isRaw
            || (labelled.moveGroupId().orElse(0) == groupId
                && samples <= labelled.moved().orElse(0));
    if (isRaw != group.equals(GroupRow.RAW) || !fits) {
      throw damaged(
          "samples %d + %d came by move %s, which is not theirs"
              .formatted(range.first(), range.samples(), isRaw ? "none" : labelled.move()));
    }
  }

  private CatalogException damaged(String what) {
    return UselessCatalogException.damaged(
        catalog.directory().catalog(),
        "group %s of %s %d: %s".formatted(group, set.dataset(), set.number(), what));
  }
}
