package io.slurmgen.catalog;

import io.slurmgen.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The versions of the catalog's schema and the steps between them. */
final class Migrations {

  /** The steps in order; the number of steps is the schema version that this program writes. */
  static final List<String> STEPS =
      List.of("0001-first-catalog.sql", "0002-repairs.sql", "0003-trust.sql");

  /** "SLG1" ({@code PRAGMA application_id}). */
  private static final int APPLICATION_ID = 0x534C4731;

  private Migrations() {}

  static int newest() {
    return STEPS.size();
  }

  /**
   * The schema version of a catalog, 0 for an empty database ({@code PRAGMA user_version}).
   *
   * @throws UserError if it is of a newer program, or no catalog
   */
  static int versionOf(Connection connection, Path file) throws SQLException {
    int version = number(connection, "PRAGMA user_version");
    boolean isOurs = number(connection, "PRAGMA application_id") == APPLICATION_ID;
    if (!isOurs && number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
      throw new UserError(file + " is a SQLite file, but not a catalog of slurm-gen");
    }
    if (version > newest()) {
      throw new UserError(
          "%s has schema version %d, this slurm-gen knows versions up to %d: update slurm-gen"
              .formatted(file, version, newest()));
    }
    return version;
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Brings a database to the newest version; the caller holds a write transaction. */
  static void apply(Connection connection, Path file) throws SQLException, IOException {
    for (String step : STEPS.subList(versionOf(connection, file), newest())) {
      try (Statement statement = connection.createStatement()) {
        // executeUpdate runs the whole script, execute only its first statement.
        statement.executeUpdate(text("migrations/" + step));
      }
    }
  }

  static String text(String resource) throws IOException {
    try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
