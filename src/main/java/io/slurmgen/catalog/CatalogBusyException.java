package io.slurmgen.catalog;

import java.nio.file.Path;

/** Another process kept the catalog locked for too long; nothing was written. */
public final class CatalogBusyException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogBusyException(String message, Throwable cause) {
    super(message, cause);
  }

  static CatalogBusyException lockedByOthers(Path lock) {
    return new CatalogBusyException("another process keeps " + lock + " locked; try again", null);
  }
}
