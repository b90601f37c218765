package io.slurmgen.catalog.samples;

import io.slurmgen.sqlite.CatalogConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of names, which are small however many samples there are. Something is new where no
 * index has its name; a damaged index lacks names that its table has, and a second dataset or group
 * of that name would get other samples. Used inside transactions.
 */
public final class SmallTables {

  private static final List<String> TABLES =
      List.of("dataset", "param_set", "sample_group", "preprocessed");

  private final CatalogConnection catalog;

  public SmallTables(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Compares each with its indexes and constraints, before a row is added to one of them.
   *
   * @throws SQLDataException if one is damaged
   */
  public void check() throws SQLException {
    for (String table : TABLES) {
      try (PreparedStatement check = catalog.prepare("pragma integrity_check(" + table + ")");
          ResultSet row = check.executeQuery()) {
        if (row.next() && !"ok".equals(row.getString(1))) {
          throw new SQLDataException(row.getString(1));
        }
      }
    }
  }
}
