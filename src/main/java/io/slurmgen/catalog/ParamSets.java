package io.slurmgen.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Parameter sets. Used inside transactions. */
final class ParamSets {

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
        return row.getLong(1);
      }
    }
    return catalog.insert(SubmissionSql.INSERT_DATASET, name);
  }
}
