package io.slurmgen.catalog.samples;

import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.OlderCatalogException;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Statements;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The groups of parameter sets, and how samples get into them. */
public final class Groups {

  private static final String RAW_GROUP =
      """
      select sample_group.id, sample_group.samples from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = 'raw')
      """;

  private static final String COUNT =
      "select sample_group.samples from sample_group where sample_group.id = ?";

  private static final String FIND =
      """
      select sample_group.id from sample_group
      where sample_group.param_set_id = ? and sample_group.name = ?
      """;

  private static final String CREATE =
      "insert into sample_group (param_set_id, name) values (?, ?)";

  private static final String INSERT_MOVE =
      "insert into move (group_id, samples, moved_ms) values (?, ?, ?)";

  /** Parameters: group and move that the ranges get, group that they have, end index. */
  private static final String LABEL_WHOLE =
      """
      update sample_range set group_id = ?, move_id = ?
      where group_id = ? and first_index + samples <= ?
      """;

  /** Parameters: what the range is to be, then its parameter set and first index. */
  private static final String SHORTEN =
      """
      update sample_range set first_index = ?, samples = ?
      where param_set_id = ? and first_index = ?
      """;

  private static final String INSERT_RANGE =
      """
      insert into sample_range (param_set_id, first_index, samples, group_id, move_id)
      values (?, ?, ?, ?, ?)
      """;

  /** Parameters: group, end index. */
  private static final String RANGES_BELOW =
      """
      select sample_range.first_index, sample_range.samples from sample_range
      where (sample_range.group_id = ? and sample_range.first_index < ?)
      """;

  private final CatalogConnection catalog;

  public Groups(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Moves the raw samples with the lowest indexes into a group, all or none. It cannot be undone.
   * When this returns the move is on disk, in the catalog and in the {@link MoveJournal}.
   *
   * @param paramSetId the parameter set
   * @param samples how many, 1 or more
   * @param group the group's name, made where it is new; not raw
   * @return the number of raw samples; less than wanted means that nothing was moved
   * @throws OlderCatalogException if the journal has more than the catalog
   */
  public long move(long paramSetId, long samples, String group) throws IOException {
    return catalog.write(
        () -> moveInside(paramSetId, samples, group),
        () -> new MoveJournal(catalog).catchUp("the move is done"));
  }

  /** Moves samples like {@link #move}, inside a transaction. */
  public long moveInside(long paramSetId, long samples, String group)
      throws SQLException, IOException {
    RawGroup raw = raw(paramSetId);
    if (raw.samples() >= samples) {
      List<IndexRange> rawRanges = rawRanges(paramSetId, raw.id());
      long groupId = findOrCreate(paramSetId, group);
      long before = count(groupId);
      long move = catalog.statements().insert(INSERT_MOVE, groupId, samples, catalog.nowMillis());
      label(paramSetId, raw.id(), new IndexRanges(rawRanges).lowest(samples), groupId, move);
      if (count(raw.id()) != raw.samples() - samples || count(groupId) != before + samples) {
        throw uncounted();
      }
    }
    return raw.samples();
  }

  /** A label is for ever: what an index says of them must be what the table says, and counted. */
  private List<IndexRange> rawRanges(long paramSetId, long rawId) throws SQLException, IOException {
    return new GroupRanges(catalog, new ParamSets(catalog).get(paramSetId), rawId, GroupRow.RAW)
        .all();
  }

  private long count(long groupId) throws SQLException {
    return catalog
        .statements()
        .number(COUNT, groupId)
        .orElseThrow(() -> Statements.damage("group " + groupId + " is lost"));
  }

  /** The samples of a parameter set that were never moved. */
  public record RawGroup(long id, long samples) {}

  public RawGroup raw(long paramSetId) throws SQLException {
    return catalog
        .statements()
        .first(RAW_GROUP, row -> new RawGroup(row.number(1), row.number(2)), paramSetId)
        .orElseThrow(
            () -> Statements.damage("parameter set %d has no group raw".formatted(paramSetId)));
  }

  /** The key of a group, if there is one. Used inside a transaction. */
  public Optional<Long> find(long paramSetId, String name) throws SQLException {
    return catalog.statements().number(FIND, paramSetId, name);
  }

  /** The key of a group, made where it is new. Used inside a transaction. */
  public long findOrCreate(long paramSetId, String name) throws SQLException {
    if (find(paramSetId, name).isEmpty()) {
      new SmallTables(catalog).check();
    }
    return findOrInsert(paramSetId, name);
  }

  /** Returns the key as {@link #findOrCreate} does, in a catalog that cannot be damaged yet. */
  public long findOrInsert(long paramSetId, String name) throws SQLException {
    Optional<Long> found = find(paramSetId, name);
    return found.isPresent() ? found.get() : catalog.statements().insert(CREATE, paramSetId, name);
  }

  /** Labels whole ranges as long as they fit, and splits the one that does not. */
  private void label(long paramSetId, long rawId, IndexRanges wanted, long groupId, long move)
      throws SQLException {
    long end = wanted.ranges().get(wanted.ranges().size() - 1).end();
    catalog.statements().update(LABEL_WHOLE, groupId, move, rawId, end);
    for (IndexRange range : catalog.statements().ranges(RANGES_BELOW, rawId, end)) {
      split(paramSetId, range, end, groupId, move);
    }
  }

  /** The part of a raw range below the end gets the label, the rest stays raw. */
  private void split(long paramSetId, IndexRange range, long end, long groupId, long move)
      throws SQLException {
    Statements statements = catalog.statements();
    statements.update(SHORTEN, end, range.end() - end, paramSetId, range.first());
    statements.update(INSERT_RANGE, paramSetId, range.first(), end - range.first(), groupId, move);
  }

  /** The error that counts do not follow what they count, which is what triggers are for. */
  private CatalogException uncounted() {
    CacheDirectory directory = catalog.directory();
    return new CatalogException(
        "catalog %s does not count its samples, so that its triggers are missing or changed; %s puts them back"
            .formatted(directory.catalog(), ProposedCommand.command(directory.user(), "repair")));
  }
}
