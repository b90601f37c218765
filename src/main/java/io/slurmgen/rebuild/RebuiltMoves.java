package io.slurmgen.rebuild;

import static io.slurmgen.sqlite.generated.Tables.MOVE;
import static io.slurmgen.sqlite.generated.Tables.SAMPLE_RANGE;

import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.Groups;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The moves of the journal in a rebuilt catalog, whose samples are all raw before. Used inside one
 * transaction.
 *
 * <p>Moves keep their numbers and their order, and the first to name a sample has it. Samples that
 * are not there are left out, and told: if they are generated again they are raw, until the catalog
 * is rebuilt once more.
 */
final class RebuiltMoves {

  private final CatalogConnection catalog;
  private final RebuiltSets sets;
  private final CacheDirectory directory;
  private final Map<Long, IndexRanges> rawBySet = new HashMap<>();
  private final Map<String, IndexRanges> missingByGroup = new LinkedHashMap<>();

  /**
   * The moves of a new catalog.
   *
   * @param catalog the new one, in a folder of its own until it is complete
   * @param directory where it is going to be
   */
  RebuiltMoves(CatalogConnection catalog, RebuiltSets sets, CacheDirectory directory) {
    this.catalog = catalog;
    this.sets = sets;
    this.directory = directory;
  }

  /** Inserts groups and moves, which the preprocessors' rows need, before there are samples. */
  void insert(List<MoveLine> moves) throws SQLException {
    for (MoveLine move : moves) {
      Optional<ParamSetRow> set = sets.find(move);
      if (set.isPresent()) {
        catalog
            .sql()
            .insertInto(MOVE)
            .set(MOVE.ID, move.id())
            .set(MOVE.GROUP_ID, group(set.get(), move))
            .set(MOVE.SAMPLES, move.indexes().samples())
            .set(MOVE.MOVED_MS, move.movedMillis())
            .execute();
      }
    }
  }

  private long group(ParamSetRow set, MoveLine move) throws SQLException {
    return new Groups(catalog).findOrInsert(set.id(), move.group());
  }

  /**
   * Gives the samples their groups.
   *
   * @return a line for each group that lacks samples
   */
  List<String> label(List<MoveLine> moves) throws SQLException {
    for (MoveLine move : moves) {
      Optional<ParamSetRow> set = sets.find(move);
      IndexRanges missing = set.isPresent() ? label(set.get(), move) : move.indexes();
      String name = set.map(row -> row.dataset() + " " + row.number()).orElse(unknown(move));
      missingByGroup.merge(move.group() + " of " + name, missing, IndexRanges::plus);
    }
    for (Map.Entry<Long, IndexRanges> set : rawBySet.entrySet()) {
      insertRaw(set.getKey(), set.getValue());
    }
    return missingByGroup.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .map(group -> problem(group.getKey(), group.getValue()))
        .toList();
  }

  private static String unknown(MoveLine move) {
    String seed = move.seed().isPresent() ? " and seed " + move.seed().getAsLong() : "";
    return "%s with hash %s%s".formatted(move.dataset(), move.hash(), seed);
  }

  /** Takes the samples from raw; returns those that are not there. */
  private IndexRanges label(ParamSetRow set, MoveLine move) throws SQLException {
    IndexRanges raw = rawBySet.containsKey(set.id()) ? rawBySet.get(set.id()) : takeRaw(set.id());
    IndexRanges missing = move.indexes().minus(raw);
    long group = group(set, move);
    for (IndexRange range : move.indexes().minus(missing).ranges()) {
      insert(set.id(), range, group, Optional.of(move.id()));
    }
    rawBySet.put(set.id(), raw.minus(move.indexes()));
    return missing;
  }

  /** The raw ranges, whose rows are deleted; they come back as they are left by the moves. */
  private IndexRanges takeRaw(long set) throws SQLException {
    IndexRanges raw = new Coverage(catalog, set, Optional.empty()).recorded();
    catalog.sql().deleteFrom(SAMPLE_RANGE).where(SAMPLE_RANGE.PARAM_SET_ID.eq(set)).execute();
    return raw;
  }

  private void insertRaw(long set, IndexRanges raw) throws SQLException {
    long group = new Groups(catalog).raw(set).id();
    for (IndexRange range : raw.ranges()) {
      insert(set, range, group, Optional.empty());
    }
  }

  private void insert(long set, IndexRange range, long group, Optional<Long> move) {
    catalog
        .sql()
        .insertInto(SAMPLE_RANGE)
        .set(SAMPLE_RANGE.PARAM_SET_ID, set)
        .set(SAMPLE_RANGE.FIRST_INDEX, range.first())
        .set(SAMPLE_RANGE.SAMPLES, range.samples())
        .set(SAMPLE_RANGE.GROUP_ID, group)
        .set(SAMPLE_RANGE.MOVE_ID, move.orElse(null))
        .execute();
  }

  private String problem(String group, IndexRanges missing) {
    return ("%d samples of %s are missing, indexes %s: once they are generated again, and before"
            + " they are moved, %s gives them their group again")
        .formatted(
            missing.samples(), group, missing.text(), ProposedCommand.rebuild(directory.user()));
  }
}
