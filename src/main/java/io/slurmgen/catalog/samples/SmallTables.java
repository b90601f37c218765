package io.slurmgen.catalog.samples;

import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Statements;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of names, which are small however many samples there are. Something is new where no
 * index has its name; a damaged index lacks names that its table has, and a second dataset or group
 * of that name would get other samples. Used inside transactions.
 */
public final class SmallTables {

  private static final List<String> CHECKS =
      List.of(
          "pragma integrity_check(dataset)",
          "pragma integrity_check(param_set)",
          "pragma integrity_check(sample_group)",
          "pragma integrity_check(preprocessed)");

  private final CatalogConnection catalog;

  public SmallTables(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Compares each with its indexes and constraints, before a row is added to one of them.
   *
   * @throws SQLException that reports damage, if one is damaged
   */
  public void check() throws SQLException {
    for (String check : CHECKS) {
      String first = catalog.statements().first(check, row -> row.text(1)).orElse("ok");
      if (!first.equals("ok")) {
        throw Statements.damage(first);
      }
    }
  }
}
