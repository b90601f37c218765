package io.slurmgen.check;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.OlderCatalogException;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;

/** Brings a journal of moves up to its catalog, which is the truth, and not the other way round. */
public final class JournalRepair {

  private JournalRepair() {}

  /**
   * Appends what the journal lacks, after its torn end is cut off.
   *
   * @throws OlderCatalogException if the journal has more than the catalog
   */
  public static void run(Catalog catalog) throws IOException {
    CatalogConnection connection = catalog.connection();
    connection.write(() -> null, new MoveJournal(connection)::append);
  }
}
