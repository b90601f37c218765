package io.slurmgen.catalog;

import io.slurmgen.UserError;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

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
    refuseOtherSeed(found.get(), wanted.seed());
    return found.get();
  }

  private static void refuseOtherSeed(ParamSetRow set, OptionalLong seed) {
    if (seed.isPresent() && seed.getAsLong() != set.seed()) {
      throw new UserError(
          "parameter set %d of %s has the seed %d, not %d: leave --seed out to add samples to it"
              .formatted(set.number(), set.dataset(), set.seed(), seed.getAsLong()));
    }
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
