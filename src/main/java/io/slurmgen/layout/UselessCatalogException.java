package io.slurmgen.layout;

import java.nio.file.Path;

/**
 * The catalog is damaged, or may not be written, as where permissions are missing: trying again
 * helps only after somebody has done something.
 */
public final class UselessCatalogException extends CatalogException {
  private static final long serialVersionUID = 1L;

  public UselessCatalogException(String message) {
    super(message);
  }

  public UselessCatalogException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the error that a catalog says what cannot be. */
  public static CatalogException damaged(Path catalog, String what) {
    return new UselessCatalogException(
        "catalog %s is damaged: %s%s".formatted(catalog, oneLine(what), remedy(catalog)));
  }

  /** Returns the error that a row of a catalog cannot be the value that it is to be. */
  public static CatalogException damaged(Path catalog, Exception e) {
    CatalogException damaged = damaged(catalog, String.valueOf(e.getMessage()));
    damaged.initCause(e);
    return damaged;
  }

  /** Returns what helps, as the end of a message. */
  public static String remedy(Path catalog) {
    return "; to make it again from the segments: "
        + ProposedCommand.rebuild(catalog.toAbsolutePath().getParent());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
