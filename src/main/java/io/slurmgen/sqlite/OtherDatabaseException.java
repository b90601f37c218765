package io.slurmgen.sqlite;

import io.slurmgen.UserError;
import io.slurmgen.layout.ProposedCommand;
import java.nio.file.Path;

/** A SQLite file is where the catalog should be, and is no catalog as far as it can be told. */
public final class OtherDatabaseException extends UserError {
  private static final long serialVersionUID = 1L;

  OtherDatabaseException(Path file) {
    super(
        "%s is a SQLite file, but not a catalog of slurm-gen; where there are segments beside it, %s keeps it under another name and makes the catalog from them"
            .formatted(file, ProposedCommand.rebuild(file.toAbsolutePath().getParent())));
  }
}
