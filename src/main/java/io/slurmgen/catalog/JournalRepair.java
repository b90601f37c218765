package io.slurmgen.catalog;

import java.io.IOException;

/** Brings a journal of moves up to its catalog, which is the truth, and not the other way round. */
final class JournalRepair {

  private final CatalogConnection catalog;

  JournalRepair(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  void run() throws IOException {
    catalog.write(() -> null, new MoveJournal(catalog)::append);
  }
}
