package io.slurmgen.check;

import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.check.Finding.Kind;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether parameter sets have the parameters that their hashes are of; those without segments too,
 * whose samples are still to be made. Used inside one transaction.
 */
final class ParameterChecks {

  private static final String SETS =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed
      from param_set join dataset on dataset.id = param_set.dataset_id
      order by dataset.name, param_set.number
      """;

  private final CatalogConnection catalog;

  ParameterChecks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  List<Finding> run() throws SQLException {
    List<Finding> found = new ArrayList<>();
    for (ParamSetRow set : catalog.statements().query(SETS, Counts::paramSet)) {
      if (!set.hasItsHash()) {
        found.add(
            new Finding(
                Kind.OTHER_PARAMETERS,
                "%s %d".formatted(set.dataset(), set.number()),
                "the parameters are not those of the hash " + set.shortHash()));
      }
    }
    return found;
  }
}
