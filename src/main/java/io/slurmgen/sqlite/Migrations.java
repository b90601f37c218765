package io.slurmgen.sqlite;

import io.slurmgen.UserError;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.slurm.value.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;

/** The versions of the catalog's schema and the steps between them. */
public final class Migrations {

  /** The steps in order; the number of steps is the schema version that this program writes. */
  static final List<String> STEPS =
      List.of("0001-first-catalog.sql", "0002-repairs.sql", "0003-trust.sql");

  /** "SLG1" ({@code PRAGMA application_id}). */
  private static final int APPLICATION_ID = 0x534C4731;

  private Migrations() {}

  /** The version that this program writes. */
  public static int newest() {
    return STEPS.size();
  }

  /**
   * The schema version of a catalog, 0 for an empty database. Where the file does not tell ({@code
   * PRAGMA user_version} and {@code application_id}), as behind {@code .dump | sqlite3}, its tables
   * do.
   *
   * @throws OtherDatabaseException if it is no catalog
   * @throws UserError if it is of a newer program
   * @throws CatalogException if it is of no program
   */
  public static int versionOf(Connection connection, Path file) throws SQLException, IOException {
    int version = userVersion(connection);
    if (isOurs(connection) && version > 0 && version <= newest()) {
      return version;
    }
    if (number(connection, "SELECT count(*) FROM sqlite_master") == 0 && version == 0) {
      return 0;
    }
    OptionalInt byTables = Schema.of(connection).version();
    if (version > newest() && (isOurs(connection) || byTables.isPresent())) {
      throw newer(file, version, byTables);
    }
    if (byTables.isEmpty() && !isOurs(connection)) {
      throw new OtherDatabaseException(file);
    }
    return byTables.orElseThrow(
        () ->
            UselessCatalogException.damaged(file, "no slurm-gen has a schema version " + version));
  }

  /** No newer program may have been here: then it is the number that is damaged. */
  private static UserError newer(Path file, int version, OptionalInt byTables) {
    String known =
        "%s has schema version %d, this slurm-gen knows versions up to %d: update slurm-gen"
            .formatted(file, version, newest());
    return new UserError(
        byTables.isEmpty()
            ? known
            : known
                + "; its tables are those of version %d, so if no newer one was ever used here: %s"
                    .formatted(byTables.getAsInt(), mark(file, byTables.getAsInt())));
  }

  private static String mark(Path file, int version) {
    return ShellWords.typedLine(
        List.of("sqlite3", file.toString(), "pragma user_version = " + version));
  }

  /** Whether a catalog is of the newest version and tells so; refuses as {@link #versionOf}. */
  static boolean isCurrent(Connection connection, Path file) throws SQLException, IOException {
    return versionOf(connection, file) == newest() && isMarked(connection, newest());
  }

  /** Whether a file tells that it is a catalog of that version. */
  public static boolean isMarked(Connection connection, int version) throws SQLException {
    return isOurs(connection) && userVersion(connection) == version;
  }

  private static boolean isOurs(Connection connection) throws SQLException {
    return number(connection, "PRAGMA application_id") == APPLICATION_ID;
  }

  private static int userVersion(Connection connection) throws SQLException {
    return number(connection, "PRAGMA user_version");
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Brings a database to the newest version, and has it tell so; the caller holds a write
   * transaction.
   */
  public static void apply(Connection connection, Path file) throws SQLException, IOException {
    apply(connection, STEPS.subList(versionOf(connection, file), newest()));
    if (!isMarked(connection, newest())) {
      execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
      execute(connection, "PRAGMA user_version = " + newest());
    }
  }

  /** Makes some steps. */
  public static void apply(Connection connection, List<String> steps)
      throws SQLException, IOException {
    for (String step : steps) {
      execute(connection, text("migrations/" + step));
    }
  }

  /** {@code executeUpdate} runs the whole script, {@code execute} only its first statement. */
  private static void execute(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  static String text(String resource) throws IOException {
    try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
