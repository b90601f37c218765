package io.slurmgen.catalog;

import io.slurmgen.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The versions of the catalog's schema and the steps between them. */
final class Migrations {

  /** The steps in order; the number of steps is the schema version that this program writes. */
  static final List<String> STEPS = List.of("0001-first-catalog.sql");

  private Migrations() {}

  static int newest() {
    return STEPS.size();
  }

  /** The schema version of a database, 0 for an empty one ({@code PRAGMA user_version}). */
  static int versionOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Brings a database to the newest version; the caller holds a write transaction.
   *
   * @throws UserError if the database is of a newer program
   */
  static void apply(Connection connection) throws SQLException, IOException {
    int version = versionOf(connection);
    refuseNewer(version);
    for (String step : STEPS.subList(version, newest())) {
      try (Statement statement = connection.createStatement()) {
        // executeUpdate runs the whole script, execute only its first statement.
        statement.executeUpdate(text("migrations/" + step));
      }
    }
  }

  static void refuseNewer(int version) {
    if (version > newest()) {
      throw new UserError(
          "the catalog has schema version "
              + version
              + ", this slurm-gen knows versions up to "
              + newest()
              + ": update slurm-gen");
    }
  }

  static String text(String resource) throws IOException {
    try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
