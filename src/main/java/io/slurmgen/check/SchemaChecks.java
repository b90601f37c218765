package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Migrations;
import io.slurmgen.sqlite.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a catalog has the tables, indexes, triggers and views of its version, text by text, and
 * tells which version that is. Used inside one transaction.
 */
final class SchemaChecks {

  private final CatalogConnection catalog;

  SchemaChecks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  List<Finding> run() throws SQLException, IOException {
    Path file = catalog.directory().catalog();
    int version = Migrations.versionOf(catalog.jdbc(), file);
    List<Finding> found = new ArrayList<>();
    if (!Migrations.isMarked(catalog.jdbc(), version)) {
      found.add(
          new Finding(
              Kind.UNMARKED_CATALOG,
              file.getFileName().toString(),
              "has the tables of version %d, and another user_version or application_id"
                  .formatted(version)));
    }
    Schema schema = Schema.of(catalog.jdbc());
    Schema expected = Schema.ofVersion(version);
    schema.differences(expected).forEach(item -> found.add(different(item, schema)));
    schema
        .addedTriggers(expected)
        .forEach(
            item ->
                found.add(new Finding(Kind.OTHER_TRIGGER, item.toString(), "is not of slurm-gen")));
    return found;
  }

  private static Finding different(Schema.Item item, Schema schema) {
    return new Finding(
        item.isTable() ? Kind.OTHER_TABLE : Kind.OTHER_SCHEMA,
        item.toString(),
        schema.texts().containsKey(item) ? "is not the one of slurm-gen" : "is missing");
  }

  /** Makes indexes, triggers and views as they should be. */
  void restore() throws SQLException, IOException {
    Connection connection = catalog.jdbc();
    int version = Migrations.versionOf(connection, catalog.directory().catalog());
    Schema.of(connection).restore(connection, Schema.ofVersion(version));
  }
}
