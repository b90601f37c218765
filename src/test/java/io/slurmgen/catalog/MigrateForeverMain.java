package io.slurmgen.catalog;

import io.slurmgen.sqlite.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** A process that has done all steps of a migration but its commit, and stays there. */
public final class MigrateForeverMain {
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      // So that changed pages go to the file before the commit, as those of a large one do.
      statement.executeUpdate("pragma cache_size = 1");
      statement.executeUpdate("begin immediate");
      Migrations.apply(connection, file);
      System.out.println("migrated");
      System.in.read();
    }
  }
}
