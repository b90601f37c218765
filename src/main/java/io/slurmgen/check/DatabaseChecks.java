package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.sqlite.CatalogConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What SQLite itself can tell of a catalog. Used inside one transaction. */
final class DatabaseChecks {

  private static final String DANGLING =
      """
      select "table", parent, count(*) from pragma_foreign_key_check group by 1, 2
      """;

  private final CatalogConnection catalog;

  DatabaseChecks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  List<Finding> run() throws SQLException {
    List<Finding> found = new ArrayList<>();
    try (PreparedStatement query = catalog.prepare("pragma integrity_check");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          String text = row.getString(1).replaceAll("\\s+", " ");
          found.add(new Finding(Kind.DAMAGED_CATALOG, catalogName(), text));
        }
      }
    }
    try (PreparedStatement query = catalog.prepare(DANGLING);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(
            new Finding(
                Kind.DANGLING_ROW,
                "table " + row.getString(1),
                "%d rows name a %s that is not there".formatted(row.getLong(3), row.getString(2))));
      }
    }
    return found;
  }

  private String catalogName() {
    return catalog.directory().catalog().getFileName().toString();
  }
}
