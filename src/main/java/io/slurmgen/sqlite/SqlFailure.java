package io.slurmgen.sqlite;

import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.layout.UselessCatalogException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes in the words of a catalog's owner (https://sqlite.org/rescode.html). */
public final class SqlFailure {

  /** The primary result code is in the low byte of an extended one. */
  private static final int PRIMARY = 0xff;

  private SqlFailure() {}

  private static Path user(Path catalog) {
    return catalog.toAbsolutePath().getParent();
  }

  public static CatalogException of(Path catalog, SQLException e) {
    String name = "catalog " + catalog;
    if (code(e) == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
      return new CatalogException(
          name
              + " cannot be read now: a writer has not finished, and only those who may write to it"
              + " can undo what it began; try again, or let one of them run "
              + ProposedCommand.command(user(catalog), "list"),
          e);
    }
    if (code(e) == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) { // by a rebuild
      return new CatalogException(name + " was replaced by another one meanwhile; try again", e);
    }
    if (e instanceof SQLDataException) {
      return UselessCatalogException.damaged(catalog, e);
    }
    return switch (primary(code(e))) {
      case SQLITE_BUSY -> CatalogBusyException.busy(catalog, e);
      case SQLITE_NOTADB ->
          new UselessCatalogException(
              name
                  + " is damaged, or no SQLite database at all"
                  + UselessCatalogException.remedy(catalog),
              e);
      case SQLITE_CORRUPT -> UselessCatalogException.damaged(catalog, e);
      case SQLITE_CANTOPEN -> notOpened(catalog, e);
      case SQLITE_READONLY ->
          new UselessCatalogException(
              name + " cannot be written: check the permissions of it and of its directory", e);
      case SQLITE_FULL ->
          new CatalogException(
              name + " cannot be written: the disk is full (No space left on device)", e);
      case SQLITE_IOERR -> notReadOrWritten(catalog, e);
      case SQLITE_CONSTRAINT -> new CatalogConflictException(name + ": " + e.getMessage(), e);
      default -> new CatalogException(name + ": " + e.getMessage() + cause(e), e);
    };
  }

  private static CatalogException notReadOrWritten(Path catalog, SQLException e) {
    String text = "catalog " + catalog + " or its journal cannot be read or written: ";
    Optional<String> obstacle =
        CatalogObstacle.folder(catalog)
            .or(
                () ->
                    code(e) == SQLiteErrorCode.SQLITE_IOERR_WRITE
                        ? CatalogObstacle.fileSizeLimit()
                        : Optional.empty());
    return obstacle.isPresent()
        ? new UselessCatalogException(text + obstacle.get(), e)
        : new CatalogException(text + e.getMessage(), e);
  }

  /** SQLite does not tell why it could not make its journal. */
  private static CatalogException notOpened(Path catalog, SQLException e) {
    Optional<String> folder = CatalogObstacle.folder(catalog);
    if (folder.isPresent()) {
      return new UselessCatalogException(
          "catalog %s cannot be opened: %s".formatted(catalog, folder.get()), e);
    }
    Optional<IOException> why = whyNoFileCanBeMade(user(catalog));
    String text =
        "catalog %s cannot be opened: it is no file, or it or its directory is not accessible%s"
            .formatted(catalog, why.map(reason -> " (" + text(reason) + ")").orElse(""));
    boolean maybeFull =
        why.isPresent() && !(why.get() instanceof AccessDeniedException) && !isReadOnly(why.get());
    return maybeFull ? new CatalogException(text, e) : new UselessCatalogException(text, e);
  }

  private static Optional<IOException> whyNoFileCanBeMade(Path directory) {
    try {
      Files.delete(Files.createTempFile(directory, ".slurm_cache", ".probe"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static boolean isReadOnly(IOException e) {
    return text(e).contains("Read-only file system");
  }

  private static String text(IOException e) {
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e.toString();
  }

  /** The driver's own failures, as of unpacking its native library, say nothing without it. */
  private static String cause(SQLException e) {
    return e.getCause() == null
        ? ""
        : " (" + e.getCause().toString().replaceAll("\\p{Cntrl}+", " ") + ")";
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
