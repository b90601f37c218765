package io.slurmgen.catalog;

import io.slurmgen.journal.MoveJournal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.sqlite.CatalogConnection;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;

/** A process that is in the middle of a write transaction until it is killed. */
public final class WriteForeverMain {
  public static void main(String[] arguments) throws Exception {
    CacheDirectory directory = new CacheDirectory(Path.of(arguments[0]));
    try (CatalogConnection connection =
        CatalogConnection.open(
            directory, TestCatalog.CLOCK, Duration.ofMinutes(1), MoveJournal::refuseOlderCatalog)) {
      connection.write(
          () -> {
            try (Statement statement = connection.jdbc().createStatement()) {
              statement.execute("insert into dataset (name) values ('lost')");
            }
            System.out.println("written, not committed");
            return System.in.read();
          });
    }
  }
}
