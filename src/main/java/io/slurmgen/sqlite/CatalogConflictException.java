package io.slurmgen.sqlite;

import io.slurmgen.layout.CatalogException;

/** The catalog refused rows that would break a rule of its schema; nothing was written. */
public final class CatalogConflictException extends CatalogException {
  private static final long serialVersionUID = 1L;

  CatalogConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
