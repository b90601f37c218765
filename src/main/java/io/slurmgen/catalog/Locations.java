package io.slurmgen.catalog;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the samples of a group are. Reads a few rows a segment, not a row a chunk; through plain
 * JDBC, since a program that loads some samples should not have to wait for jOOQ.
 */
public final class Locations {

  private final CatalogConnection catalog;

  Locations(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * The samples of a group in the group's order: by the move that brought them, then by index. So
   * the first samples stay the first when more are moved in.
   *
   * @param group the group's name
   * @param samples how many at most
   * @return none where there is no such group
   */
  public List<Location> of(ParamSetRow set, String group, long samples) throws IOException {
    return catalog.read(
        () -> {
          OptionalLong id = groupId(set, group);
          return id.isEmpty()
              ? List.of()
              : locations(set, Optional.empty(), first(id.getAsLong(), samples));
        });
  }

  private OptionalLong groupId(ParamSetRow set, String group) throws SQLException {
    try (PreparedStatement query = catalog.prepare(PinnedSql.GROUP_ID, set.id(), group);
        ResultSet row = query.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  private List<IndexRange> first(long group, long samples) throws SQLException {
    return IndexRange.first(catalog.ranges(PinnedSql.GROUP_RANGES, group), samples);
  }

  /**
   * What a preprocessor made of the first samples of a group, in the same order.
   *
   * @param samples how many of the group's samples to look at
   */
  public List<Location> of(ParamSetRow set, GroupRow group, PreprocessedRow derived, long samples)
      throws IOException {
    return catalog.read(
        () -> locations(set, Optional.of(derived.id()), first(group.id(), samples)));
  }

  /** The samples with the given indexes, in order of their index, whatever their group. */
  public List<Location> of(ParamSetRow set, IndexRanges indexes) throws IOException {
    return catalog.read(() -> locations(set, Optional.empty(), indexes.ranges()));
  }

  /**
   * Segments of a parameter set, or of what a preprocessor made of a group of it.
   *
   * @param preprocessedId what was derived, empty for the generated samples
   * @param most how many at most
   * @return paths relative to the cache directory, in order of their first index
   */
  public List<String> segments(ParamSetRow set, Optional<Long> preprocessedId, int most)
      throws IOException {
    return catalog.read(
        () -> {
          List<String> paths = new ArrayList<>();
          try (PreparedStatement query =
                  catalog.prepare(
                      SubmissionSql.SEGMENT_PATHS, set.id(), preprocessedId.orElse(null), most);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              paths.add(row.getString(1));
            }
          }
          return paths;
        });
  }

  private List<Location> locations(
      ParamSetRow set, Optional<Long> preprocessedId, List<IndexRange> ranges) throws SQLException {
    List<Location> locations = new ArrayList<>();
    try (PreparedStatement query = catalog.jdbc().prepareStatement(PinnedSql.LOCATIONS)) {
      for (IndexRange range : ranges) {
        Object derived = preprocessedId.orElse(null);
        CatalogConnection.bind(
            query,
            range.first(),
            set.id(),
            derived,
            range.end(),
            set.id(),
            derived,
            range.first(),
            range.first());
        addAll(locations, query, range);
      }
    }
    return locations;
  }

  private static void addAll(List<Location> locations, PreparedStatement query, IndexRange range)
      throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long first = Math.max(range.first(), row.getLong(2));
        long end = Math.min(range.end(), row.getLong(2) + row.getLong(3));
        locations.add(
            new Location(
                row.getString(1), row.getLong(5), row.getLong(4), IndexRange.between(first, end)));
      }
    }
  }
}
