package io.slurmgen.catalog;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to the owner of a catalog (https://sqlite.org/rescode.html). */
final class SqlFailure {

  /** The primary result code is in the low byte of an extended one. */
  private static final int PRIMARY = 0xff;

  private SqlFailure() {}

  static CatalogException of(Path catalog, SQLException e) {
    String name = "catalog " + catalog;
    if (code(e) == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
      return new CatalogException(
          name
              + " cannot be read now: a writer has not finished, and only those who may write to it"
              + " can undo what it began; try again, or let one of them run slurm-gen list",
          e);
    }
    if (code(e) == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) { // by a rebuild
      return new CatalogException(name + " was replaced by another one meanwhile; try again", e);
    }
    return switch (primary(code(e))) {
      case SQLITE_BUSY -> CatalogBusyException.busy(catalog, e);
      case SQLITE_NOTADB ->
          new CatalogException(name + " is damaged, or no SQLite database at all", e);
      case SQLITE_CORRUPT -> new CatalogException(name + " is damaged: " + e.getMessage(), e);
      case SQLITE_CANTOPEN ->
          new CatalogException(
              name + " cannot be opened: it is no file, or it or its directory is not accessible",
              e);
      case SQLITE_READONLY ->
          new CatalogException(
              name + " cannot be written: check the permissions of it and of its directory", e);
      case SQLITE_FULL -> new CatalogException(name + " cannot be written: the disk is full", e);
      case SQLITE_CONSTRAINT -> new CatalogConflictException(name + ": " + e.getMessage(), e);
      default -> new CatalogException(name + ": " + e.getMessage(), e);
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.UNKNOWN_ERROR
        ? code
        : SQLiteErrorCode.getErrorCode(code.code & PRIMARY);
  }
}
