package io.slurmgen.sqlite;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;

/**
 * Somebody has given the catalog a write-ahead log, which cannot serve several nodes; the next
 * command that may change the catalog takes it away.
 */
final class WalModeException extends CatalogException {
  private static final long serialVersionUID = 1L;

  WalModeException(CacheDirectory directory) {
    super(
        "catalog %s is in SQLite's WAL mode, which cannot serve several nodes; to mend that: %s"
            .formatted(directory.catalog(), ProposedCommand.command(directory.user(), "list")));
  }
}
