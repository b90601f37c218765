package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Checks of a catalog by SQLite itself. Used inside one transaction. */
final class DatabaseChecks {

  private static final String INTEGRITY = "pragma integrity_check";

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
    for (String line : catalog.statements().query(INTEGRITY, row -> row.text(1))) {
      if (!line.equals("ok")) {
        String text = line.replaceAll("\\s+", " ");
        found.add(new Finding(Kind.DAMAGED_CATALOG, catalogName(), text));
      }
    }
    found.addAll(catalog.statements().query(DANGLING, DatabaseChecks::dangling));
    return found;
  }

  private static Finding dangling(Row row) throws SQLException {
    return new Finding(
        Kind.DANGLING_ROW,
        "table " + row.text(1),
        "%d rows name a %s that is not there".formatted(row.number(3), row.text(2)));
  }

  private String catalogName() {
    return catalog.directory().catalog().getFileName().toString();
  }
}
