package io.slurmgen.catalog.samples;

import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the samples of a group are. Reads a few rows a segment, not a row a chunk; through plain
 * JDBC, since a program that loads some samples should not have to wait for jOOQ.
 */
public final class Locations {

  /** Parameters: parameter set, name. */
  private static final String GROUP_ID =
      """
      select sample_group.id from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = ?)
      """;

  /**
   * Parameters: first index, parameter set, preprocessed or null, end index, parameter set,
   * preprocessed or null, first index, first index.
   */
  private static final String LOCATIONS =
      """
      select segment.path, segment.first_index, segment.samples, segment.length_bytes,
        (select chunk.offset_bytes from chunk
          where (chunk.segment_id = segment.id
            and chunk.first_index <= max(?, segment.first_index))
          order by chunk.first_index desc limit 1) as offset_bytes
      from segment
      where (segment.param_set_id = ? and (segment.preprocessed_id is ?)
        and segment.first_index < ?
        and segment.first_index >= coalesce(
          (select max(earlier.first_index) from segment as earlier
            where (earlier.param_set_id = ? and (earlier.preprocessed_id is ?)
              and earlier.first_index <= ?)), 0)
        and (segment.first_index + segment.samples) > ?)
      order by segment.first_index
      """;

  private final CatalogConnection catalog;

  public Locations(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * The samples of a group in the group's order: by the move that brought them, then by index. So
   * the first samples stay the first when more are moved in.
   *
   * @param group the group's name
   * @param samples how many at most
   * @return none where there is no such group
   * @throws CatalogException if the catalog contradicts itself
   */
  public List<Location> of(ParamSetRow set, String group, long samples) throws IOException {
    return catalog.read(
        () -> {
          Optional<Long> id = catalog.statements().number(GROUP_ID, set.id(), group);
          if (id.isEmpty()) {
            refuseLost(set, group);
            return List.of();
          }
          return tiles(set, first(set, id.get(), group, samples));
        });
  }

  private List<IndexRange> first(ParamSetRow set, long groupId, String group, long samples)
      throws SQLException, IOException {
    return IndexRange.first(new GroupRanges(catalog, set, groupId, group).all(), samples);
  }

  /** A group that an index of names lacks must not be in the table, and raw is always there. */
  private void refuseLost(ParamSetRow set, String group) throws SQLException, CatalogException {
    boolean isCounted =
        new Counts(catalog)
            .query(Optional.of(set.dataset())).stream()
                .filter(counts -> counts.paramSet().id() == set.id())
                .anyMatch(counts -> counts.groups().stream().anyMatch(g -> group.equals(g.name())));
    if (isCounted || group.equals(GroupRow.RAW)) {
      throw damaged("group %s of %s %d is lost".formatted(group, set.dataset(), set.number()));
    }
  }

  /**
   * What a preprocessor made of the first samples of a group, in the same order.
   *
   * @param samples how many of the group's samples to look at
   * @throws CatalogException if the catalog contradicts itself
   */
  public List<Location> of(ParamSetRow set, GroupRow group, PreprocessedRow derived, long samples)
      throws IOException {
    return catalog.read(
        () -> {
          List<IndexRange> sources = first(set, group.id(), group.name(), samples);
          List<Location> locations = locations(set, derived.id(), sources);
          refuseOthers(set, derived, new IndexRanges(sources), locations);
          return locations;
        });
  }

  private List<Location> locations(ParamSetRow set, Long preprocessedId, List<IndexRange> ranges)
      throws SQLException {
    List<Location> locations = new ArrayList<>();
    for (IndexRange range : ranges) {
      locations.addAll(locations(set, preprocessedId, range));
    }
    return locations;
  }

  /**
   * Refuses derived samples that segments do not have where their sources are; some may be missing.
   */
  private void refuseOthers(
      ParamSetRow set, PreprocessedRow derived, IndexRanges sources, List<Location> locations)
      throws SQLException, CatalogException {
    IndexRanges missing =
        new Coverage(catalog, set.id(), Optional.of(derived.id())).missing(sources);
    List<IndexRange> found = locations.stream().map(Location::indexes).toList();
    IndexRanges expected = sources.minus(missing);
    if (!new IndexRanges(found).equals(expected)
        || IndexRange.samples(found) != expected.samples()) {
      throw damaged(
          "%d samples that %s made are in segments, and %d by its ranges"
              .formatted(IndexRange.samples(found), derived.name(), expected.samples()));
    }
  }

  /** The samples with the given indexes, in order of their index, whatever their group. */
  public List<Location> of(ParamSetRow set, IndexRanges indexes) throws IOException {
    return catalog.read(() -> inside(set, Optional.empty(), indexes));
  }

  /** Samples by their indexes, or what a preprocessor made of them; used inside transactions. */
  public List<Location> inside(ParamSetRow set, Optional<Long> preprocessedId, IndexRanges indexes)
      throws SQLException {
    return locations(set, preprocessedId.orElse(null), indexes.ranges());
  }

  /** Every generated sample is in one segment. */
  private List<Location> tiles(ParamSetRow set, List<IndexRange> ranges)
      throws SQLException, CatalogException {
    List<Location> tiles = new ArrayList<>();
    for (IndexRange range : ranges) {
      List<Location> found = locations(set, null, range);
      refuseGaps(set, range, found);
      tiles.addAll(found);
    }
    return tiles;
  }

  private void refuseGaps(ParamSetRow set, IndexRange range, List<Location> found)
      throws CatalogException {
    long next = range.first();
    for (Location location : found) {
      next = location.indexes().first() == next ? location.indexes().end() : -1;
    }
    if (next != range.end()) {
      throw damaged(
          "not each of the samples %d + %d of %s %d is in one segment"
              .formatted(range.first(), range.samples(), set.dataset(), set.number()));
    }
  }

  private CatalogException damaged(String what) {
    return UselessCatalogException.damaged(catalog.directory().catalog(), what);
  }

  private List<Location> locations(ParamSetRow set, Long preprocessedId, IndexRange range)
      throws SQLException {
    return catalog
        .statements()
        .query(
            LOCATIONS,
            row -> location(range, row),
            range.first(),
            set.id(),
            preprocessedId,
            range.end(),
            set.id(),
            preprocessedId,
            range.first(),
            range.first());
  }

  private static Location location(IndexRange range, Row row) throws SQLException {
    long first = Math.max(range.first(), row.number(2));
    long end = Math.min(range.end(), row.number(2) + row.number(3));
    return new Location(row.text(1), row.number(5), row.number(4), IndexRange.between(first, end));
  }
}
