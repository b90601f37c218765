package io.slurmgen.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Optional;

/** Parameter sets. Used inside transactions. */
final class ParamSets {

  private static final String BY_ID =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed
      from param_set
        join dataset on dataset.id = param_set.dataset_id
      where param_set.id = ?
      """;

  private final CatalogConnection catalog;

  ParamSets(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  Optional<ParamSetRow> find(String dataset, String hash) throws SQLException {
    try (PreparedStatement query = catalog.prepare(SubmissionSql.PARAM_SET, dataset, hash);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(Counts.paramSet(row)) : Optional.empty();
    }
  }

  /** The parameter set with a key, which is in the catalog. */
  ParamSetRow get(long id) throws SQLException {
    try (ResultSet row = catalog.rows(BY_ID, id)) {
      if (!row.next()) {
        throw new SQLDataException("parameter set " + id + " is lost");
      }
      return Counts.paramSet(row);
    }
  }

  /** The wanted parameter set, made where it is new. */
  ParamSetRow findOrCreate(NewSubmission wanted) throws SQLException {
    Optional<ParamSetRow> found = find(wanted.dataset(), wanted.hash());
    if (found.isEmpty()) {
      create(wanted);
      return find(wanted.dataset(), wanted.hash()).orElseThrow();
    }
    found.get().refuseOtherSeed(wanted.seed());
    return found.get();
  }

  private void create(NewSubmission wanted) throws SQLException {
    long dataset = datasetId(wanted.dataset());
    catalog.update(
        SubmissionSql.INSERT_PARAM_SET,
        dataset,
        wanted.hash(),
        wanted.params(),
        wanted.seed().orElse(wanted.freshSeed()),
        catalog.nowMillis(),
        dataset);
  }

  private long datasetId(String name) throws SQLException {
    try (PreparedStatement query = catalog.prepare(SubmissionSql.DATASET_ID, name);
        ResultSet row = query.executeQuery()) {
      if (row.next()) {
        return Columns.number(row, 1);
      }
    }
    return catalog.insert(SubmissionSql.INSERT_DATASET, name);
  }
}
