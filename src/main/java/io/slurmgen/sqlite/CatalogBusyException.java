package io.slurmgen.sqlite;

import io.slurmgen.disk.LockHolder;
import io.slurmgen.layout.CatalogException;
import java.nio.file.Path;

/** Another process kept the catalog locked for too long; nothing was written. */
public final class CatalogBusyException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogBusyException(String message, Throwable cause) {
    super(message, cause);
  }

  public static CatalogBusyException lockedByOthers(Path lock) {
    return new CatalogBusyException(holder(lock) + " keeps " + lock + " locked; try again", null);
  }

  static CatalogBusyException busy(Path catalog, Throwable cause) {
    return new CatalogBusyException(
        holder(catalog) + " keeps catalog " + catalog + " locked; try again", cause);
  }

  private static String holder(Path file) {
    return LockHolder.of(file).map(LockHolder::toString).orElse("another process");
  }
}
