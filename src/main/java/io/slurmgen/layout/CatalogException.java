package io.slurmgen.layout;

import java.io.IOException;

/** The catalog cannot be read or written; the message names the file and the cause. */
public class CatalogException extends IOException {
  private static final long serialVersionUID = 1L;

  public CatalogException(String message) {
    super(message);
  }

  public CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
