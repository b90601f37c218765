package io.slurmgen.catalog.samples;

import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Statements;
import java.sql.SQLException;
import java.util.Optional;

/** Parameter sets. Used inside transactions. */
public final class ParamSets {

  /** Parameters: dataset's name, hash of the parameters. */
  private static final String PARAM_SET =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed
      from param_set
        join dataset on dataset.id = param_set.dataset_id
      where (dataset.name = ? and param_set.hash = ?)
      """;

  private static final String DATASET_ID = "select dataset.id from dataset where dataset.name = ?";

  private static final String INSERT_DATASET = "insert into dataset (name) values (?)";

  /** Parameters: dataset, hash, parameters, seed, time, dataset. */
  private static final String INSERT_PARAM_SET =
      """
      insert into param_set (dataset_id, number, hash, params, seed, created_ms)
      select ?, coalesce((max(param_set.number) + 1), 0), ?, ?, ?, ? from param_set
      where param_set.dataset_id = ?
      """;

  private static final String BY_ID =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed
      from param_set
        join dataset on dataset.id = param_set.dataset_id
      where param_set.id = ?
      """;

  private static final String FIRST_SEGMENT =
      """
      select segment.path from segment where segment.param_set_id = ?
      order by segment.preprocessed_id, segment.first_index limit 1
      """;

  private final CatalogConnection catalog;

  public ParamSets(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  public Optional<ParamSetRow> find(String dataset, String hash) throws SQLException {
    return catalog.statements().first(PARAM_SET, Counts::paramSet, dataset, hash);
  }

  /** The parameter set with a key, which is in the catalog. */
  ParamSetRow get(long id) throws SQLException {
    return catalog
        .statements()
        .first(BY_ID, Counts::paramSet, id)
        .orElseThrow(() -> Statements.damage("parameter set " + id + " is lost"));
  }

  /** The wanted parameter set, made where it is new. */
  public ParamSetRow findOrCreate(NewSubmission wanted) throws SQLException {
    Optional<ParamSetRow> found = find(wanted.dataset(), wanted.hash());
    if (found.isEmpty()) {
      new SmallTables(catalog).check();
      create(wanted);
      return find(wanted.dataset(), wanted.hash()).orElseThrow();
    }
    refuseOther(found.get());
    found.get().refuseOtherSeed(wanted.seed());
    return found.get();
  }

  /**
   * Checks a parameter set that is to get more samples: what an index says of it must be what its
   * rows say, and its first segment must be where its samples belong.
   *
   * @throws SQLException that reports damage, if something of that is damaged
   */
  public void refuseOther(ParamSetRow set) throws SQLException {
    if (!set.equals(get(set.id()))) {
      throw Statements.damage(
          "%s %d is another parameter set by its rows".formatted(set.dataset(), set.number()));
    }
    Optional<String> first =
        catalog.statements().first(FIRST_SEGMENT, row -> row.text(1), set.id());
    if (first.isPresent() && !first.get().startsWith(set.folder())) {
      throw Statements.damage(
          "%s %d has samples in %s".formatted(set.dataset(), set.number(), first.get()));
    }
  }

  private void create(NewSubmission wanted) throws SQLException {
    long dataset = datasetId(wanted.dataset());
    catalog
        .statements()
        .update(
            INSERT_PARAM_SET,
            dataset,
            wanted.hash(),
            wanted.params(),
            wanted.seed().orElse(wanted.freshSeed()),
            catalog.nowMillis(),
            dataset);
  }

  private long datasetId(String name) throws SQLException {
    Optional<Long> known = catalog.statements().number(DATASET_ID, name);
    return known.isPresent() ? known.get() : catalog.statements().insert(INSERT_DATASET, name);
  }
}
