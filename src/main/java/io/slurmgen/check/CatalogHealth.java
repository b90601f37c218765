package io.slurmgen.check;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Migrations;
import java.io.IOException;
import java.util.Optional;

/**
 * The state of a catalog's file as far as it is seen in a moment. {@link Integrity} looks closer.
 *
 * @param version of its schema, 0 for an empty database
 * @param newest the version that this program writes
 * @param isMarked whether the file tells its version
 * @param damage the first thing that SQLite finds damaged ({@code pragma quick_check})
 */
public record CatalogHealth(int version, int newest, boolean isMarked, Optional<String> damage) {

  private static final String FIRST_DAMAGE = "pragma quick_check(1)";

  /**
   * Examines a catalog.
   *
   * @throws CatalogException if SQLite cannot read it
   * @throws io.slurmgen.UserError if it is no catalog, or of a newer program
   */
  public static CatalogHealth of(Catalog catalog) throws IOException {
    CatalogConnection connection = catalog.connection();
    return connection.read(
        () -> {
          int version = Migrations.versionOf(connection.jdbc(), catalog.directory().catalog());
          boolean isMarked = version == 0 || Migrations.isMarked(connection.jdbc(), version);
          String first =
              connection.statements().first(FIRST_DAMAGE, row -> row.text(1)).orElse("ok");
          return new CatalogHealth(
              version,
              Migrations.newest(),
              isMarked,
              first.equals("ok") ? Optional.empty() : Optional.of(first));
        });
  }

  /** Whether it has the schema that this program writes. */
  public boolean isCurrent() {
    return version == newest;
  }
}
