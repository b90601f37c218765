package io.slurmgen.check;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Puts back indexes, triggers and views that somebody has dropped or changed, and counts anew what
 * the triggers would have counted. All in one transaction.
 */
public final class SchemaRepair {

  private static final String RECOUNT_GROUPS =
      """
      update sample_group set samples = (
        select coalesce(sum(sample_range.samples), 0) from sample_range
        where sample_range.group_id = sample_group.id)
      """;

  private static final String RECOUNT_PREPROCESSED =
      """
      update preprocessed set samples = (
        select coalesce(sum(preprocessed_range.samples), 0) from preprocessed_range
        where preprocessed_range.preprocessed_id = preprocessed.id)
      """;

  private final CatalogConnection catalog;

  private SchemaRepair(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** Repairs the schema; counts only where nothing else contradicts. */
  public static void run(Catalog catalog) throws IOException {
    new SchemaRepair(catalog.connection()).run();
  }

  private void run() throws IOException {
    catalog.write(
        () -> {
          new SchemaChecks(catalog).restore();
          recount();
          return null;
        });
  }

  /** A range that is damaged itself would make its group's count wrong as well. */
  private void recount() throws SQLException {
    if (Finding.areOnlyCountsWrong(new TilingChecks(catalog).run())
        && Finding.areOnlyCountsWrong(new CountChecks(catalog).run())) {
      catalog.statements().update(RECOUNT_GROUPS);
      catalog.statements().update(RECOUNT_PREPROCESSED);
    }
  }
}
