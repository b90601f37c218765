package io.slurmgen.catalog;

/**
 * The catalog is damaged, or may not be written, as where permissions are missing: trying again
 * helps only after somebody has done something.
 */
public final class UselessCatalogException extends CatalogException {
  private static final long serialVersionUID = 1L;

  UselessCatalogException(String message) {
    super(message);
  }

  UselessCatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
