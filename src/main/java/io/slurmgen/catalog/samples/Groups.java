package io.slurmgen.catalog.samples;

import static io.slurmgen.sqlite.generated.Tables.MOVE;
import static io.slurmgen.sqlite.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.sqlite.generated.Tables.SAMPLE_RANGE;

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
      long move =
          catalog
              .sql()
              .insertInto(MOVE)
              .set(MOVE.GROUP_ID, groupId)
              .set(MOVE.SAMPLES, samples)
              .set(MOVE.MOVED_MS, catalog.nowMillis())
              .returning(MOVE.ID)
              .fetchSingle()
              .getId();
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
  public Optional<Long> find(long paramSetId, String name) {
    return catalog
        .sql()
        .select(SAMPLE_GROUP.ID)
        .from(SAMPLE_GROUP)
        .where(SAMPLE_GROUP.PARAM_SET_ID.eq(paramSetId).and(SAMPLE_GROUP.NAME.eq(name)))
        .fetchOptional(SAMPLE_GROUP.ID);
  }

  /** The key of a group, made where it is new. Used inside a transaction. */
  public long findOrCreate(long paramSetId, String name) throws SQLException {
    Optional<Long> found = find(paramSetId, name);
    if (found.isEmpty()) {
      new SmallTables(catalog).check();
    }
    return found.orElseGet(() -> create(paramSetId, name));
  }

  /** Makes a group. Used inside a transaction. */
  public long create(long paramSetId, String name) {
    return catalog
        .sql()
        .insertInto(SAMPLE_GROUP)
        .set(SAMPLE_GROUP.PARAM_SET_ID, paramSetId)
        .set(SAMPLE_GROUP.NAME, name)
        .returning(SAMPLE_GROUP.ID)
        .fetchSingle()
        .getId();
  }

  /** Labels whole ranges as long as they fit, and splits the one that does not. */
  private void label(long paramSetId, long rawId, IndexRanges wanted, long groupId, long move)
      throws SQLException {
    long end = wanted.ranges().get(wanted.ranges().size() - 1).end();
    catalog
        .sql()
        .update(SAMPLE_RANGE)
        .set(SAMPLE_RANGE.GROUP_ID, groupId)
        .set(SAMPLE_RANGE.MOVE_ID, move)
        .where(SAMPLE_RANGE.GROUP_ID.eq(rawId))
        .and(SAMPLE_RANGE.FIRST_INDEX.plus(SAMPLE_RANGE.SAMPLES).le(end))
        .execute();
    for (IndexRange range : catalog.statements().ranges(RANGES_BELOW, rawId, end)) {
      split(paramSetId, range, end, groupId, move);
    }
  }

  /** The part of a raw range below the end gets the label, the rest stays raw. */
  private void split(long paramSetId, IndexRange range, long end, long groupId, long move) {
    catalog
        .sql()
        .update(SAMPLE_RANGE)
        .set(SAMPLE_RANGE.FIRST_INDEX, end)
        .set(SAMPLE_RANGE.SAMPLES, range.end() - end)
        .where(SAMPLE_RANGE.PARAM_SET_ID.eq(paramSetId))
        .and(SAMPLE_RANGE.FIRST_INDEX.eq(range.first()))
        .execute();
    catalog
        .sql()
        .insertInto(SAMPLE_RANGE)
        .set(SAMPLE_RANGE.PARAM_SET_ID, paramSetId)
        .set(SAMPLE_RANGE.FIRST_INDEX, range.first())
        .set(SAMPLE_RANGE.SAMPLES, end - range.first())
        .set(SAMPLE_RANGE.GROUP_ID, groupId)
        .set(SAMPLE_RANGE.MOVE_ID, move)
        .execute();
  }

  /** The error that counts do not follow what they count, which is what triggers are for. */
  private CatalogException uncounted() {
    CacheDirectory directory = catalog.directory();
    return new CatalogException(
        "catalog %s does not count its samples, so that its triggers are missing or changed; %s puts them back"
            .formatted(directory.catalog(), ProposedCommand.command(directory.user(), "repair")));
  }
}
