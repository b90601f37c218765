package io.slurmgen.journal;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;

/**
 * The catalog is older than its {@link MoveJournal}, as one that was put back from a backup is. It
 * would give numbers of jobs, samples and moves out again, so nothing is written to it.
 */
public final class OlderCatalogException extends CatalogException {
  private static final long serialVersionUID = 1L;

  public OlderCatalogException(CacheDirectory directory, JournalLine lacking) {
    super(
        "catalog %s is older than %s, which has %s; to restore what the catalog lacks: %s"
            .formatted(
                directory.catalog(),
                directory.moveJournal(),
                lacking.what(),
                ProposedCommand.rebuild(directory.user())));
  }
}
