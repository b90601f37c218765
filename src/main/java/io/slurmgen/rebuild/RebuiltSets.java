package io.slurmgen.rebuild;

import static io.slurmgen.sqlite.generated.Tables.DATASET;
import static io.slurmgen.sqlite.generated.Tables.PARAM_SET;
import static io.slurmgen.sqlite.generated.Tables.PREPROCESSED;

import io.slurmgen.catalog.samples.Groups;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SegmentOrigin.Derived;
import io.slurmgen.model.SegmentOrigin.SeriesKey;
import io.slurmgen.model.SegmentOrigin.SetKey;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of datasets, parameter sets and preprocessors in a rebuilt catalog. Used inside one
 * transaction.
 */
final class RebuiltSets {

  private final CatalogConnection catalog;
  private final Map<String, Long> datasets = new HashMap<>();
  private final Map<SetKey, ParamSetRow> sets = new HashMap<>();
  private final Map<SeriesKey, SubmissionRow.Preprocessing> preprocessings = new HashMap<>();

  RebuiltSets(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  void insert(FoundSets found) {
    found.sets().forEach(this::insert);
  }

  private void insert(FoundSets.FoundSet set) {
    long dataset = datasets.computeIfAbsent(set.key().dataset(), this::insertDataset);
    long id =
        catalog
            .sql()
            .insertInto(PARAM_SET)
            .set(PARAM_SET.DATASET_ID, dataset)
            .set(PARAM_SET.NUMBER, (long) set.number())
            .set(PARAM_SET.HASH, set.key().hash())
            .set(PARAM_SET.PARAMS, set.params())
            .set(PARAM_SET.SEED, set.seed())
            .set(PARAM_SET.CREATED_MS, set.firstMillis())
            .returning(PARAM_SET.ID)
            .fetchSingle()
            .getId();
    sets.put(
        set.key(),
        new ParamSetRow(
            id, set.key().dataset(), set.number(), set.key().hash(), set.params(), set.seed()));
  }

  private long insertDataset(String name) {
    return catalog
        .sql()
        .insertInto(DATASET)
        .set(DATASET.NAME, name)
        .returning(DATASET.ID)
        .fetchSingle()
        .getId();
  }

  /** The parameter set of a move, empty where no sample of it, or none with that seed, is known. */
  Optional<ParamSetRow> find(MoveLine move) {
    return Optional.ofNullable(sets.get(new SetKey(move.dataset(), move.hash())))
        .filter(set -> move.seed().isEmpty() || move.seed().getAsLong() == set.seed());
  }

  /** The parameter set of a segment. */
  ParamSetRow of(SegmentOrigin origin) {
    return sets.get(origin.setKey());
  }

  /** Returns the key of a preprocessor's samples, their row made where it is new. */
  SubmissionRow.Preprocessing preprocessing(SegmentOrigin origin, Derived derived)
      throws SQLException {
    if (!preprocessings.containsKey(origin.seriesKey())) {
      preprocessings.put(origin.seriesKey(), insert(origin, derived));
    }
    return preprocessings.get(origin.seriesKey());
  }

  private SubmissionRow.Preprocessing insert(SegmentOrigin origin, Derived derived)
      throws SQLException {
    Groups groups = new Groups(catalog);
    long set = of(origin).id();
    long group = groups.findOrInsert(set, derived.group());
    long id =
        catalog
            .sql()
            .insertInto(PREPROCESSED)
            .set(PREPROCESSED.GROUP_ID, group)
            .set(PREPROCESSED.NAME, derived.preprocessor())
            .returning(PREPROCESSED.ID)
            .fetchSingle()
            .getId();
    return new SubmissionRow.Preprocessing(id, derived.group(), derived.preprocessor());
  }
}
