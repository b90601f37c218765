package io.slurmgen.sqlite;

import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;
import java.nio.file.Path;

/**
 * This node sees the catalog as it was before another node changed it; nothing was written.
 * Whatever is written after such a view breaks the file.
 */
public final class StaleViewException extends CatalogException {
  private static final long serialVersionUID = 1L;

  StaleViewException(Path catalog, FileSystemKind fileSystem) {
    super(
        "this node sees an old state of %s and writes nothing: the file system %s keeps it in a cache while other nodes change it; %s; to see what else there is: %s"
            .formatted(
                catalog,
                fileSystem.type(),
                fileSystem.advice(),
                ProposedCommand.command(catalog.toAbsolutePath().getParent(), "doctor")));
  }
}
