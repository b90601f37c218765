package io.slurmgen.rebuild;

import io.slurmgen.UserError;
import io.slurmgen.catalog.jobs.SubmissionQueries;
import io.slurmgen.catalog.samples.SeriesTypes;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.journal.JournalLine;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.OtherDatabaseException;
import io.slurmgen.sqlite.StaleViewException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog that a rebuilt one is to replace, as far as there is one that can be read. */
final class OldCatalog implements Closeable {

  private static final String LAST_IDS = "select name, seq from sqlite_sequence";

  private final Optional<CatalogConnection> connection;
  private final List<String> problems;

  private OldCatalog(Optional<CatalogConnection> connection, List<String> problems) {
    this.connection = connection;
    this.problems = problems;
  }

  /**
   * Opens it. To be called before the lock file is locked.
   *
   * @throws UserError if it is a newer one
   */
  static OldCatalog open(CacheDirectory directory, Clock clock, Duration patience)
      throws IOException {
    if (Files.notExists(directory.catalog())) {
      return new OldCatalog(Optional.empty(), List.of());
    }
    try {
      return new OldCatalog(
          Optional.of(
              CatalogConnection.open(directory, clock, patience, MoveJournal::refuseOlderCatalog)),
          List.of());
    } catch (CatalogBusyException | StaleViewException e) {
      throw e;
    } catch (LostCatalogException empty) {
      return new OldCatalog(Optional.empty(), List.of());
    } catch (OtherDatabaseException other) {
      return new OldCatalog(
          Optional.empty(), List.of(directory.catalog() + " was not a catalog of slurm-gen"));
    } catch (CatalogException unusable) {
      if (!Files.isRegularFile(directory.catalog()) || !Files.isReadable(directory.catalog())) {
        throw unusable;
      }
      return new OldCatalog(Optional.empty(), List.of(unusable.getMessage()));
    }
  }

  /**
   * What is to be known of it.
   *
   * @param isReadable whether there is one that can be read
   * @param active the numbers of its submissions that are not over
   * @param lastIds the highest id that each table with rising ids ever had
   * @param moves those that it knows, none where it is older than the journal
   * @param types of the series that it has samples of
   * @param problems a line where it cannot be read or is older than the journal
   */
  record Facts(
      boolean isReadable,
      List<Long> active,
      Map<String, Long> lastIds,
      List<MoveLine> moves,
      Map<SegmentOrigin.SeriesKey, StoredTypes> types,
      List<String> problems) {

    private static Facts none(List<String> problems) {
      return new Facts(false, List.of(), Map.of(), List.of(), Map.of(), problems);
    }

    long lastId(String table) {
      return lastIds.getOrDefault(table, 0L);
    }
  }

  /**
   * Reads it, and appends to the journal the moves that are only here, unless the journal has
   * others. The caller holds the lock file.
   *
   * @throws StaleViewException if this node sees an old state of it
   * @throws IOException if the journal cannot be written
   */
  Facts facts() throws IOException {
    if (connection.isEmpty()) {
      return Facts.none(problems);
    }
    try {
      connection.get().isGuarded();
      return facts(connection.get());
    } catch (StaleViewException e) {
      throw e;
    } catch (CatalogException damaged) {
      return Facts.none(List.of(damaged.getMessage()));
    }
  }

  private static Facts facts(CatalogConnection catalog) throws IOException {
    MoveJournal journal = new MoveJournal(catalog);
    List<Long> active =
        catalog.read(
            () -> new SubmissionQueries(catalog).active().stream().map(SubmissionRow::id).toList());
    Map<String, Long> lastIds = catalog.read(() -> lastIds(catalog));
    Optional<JournalLine> lacking = catalog.read(journal::lacking);
    if (lacking.isEmpty() && lastIds.containsKey("move")) {
      journal.append();
    }
    List<String> problems =
        lacking.isEmpty()
            ? List.of()
            : List.of(
                "%s is older than the journal, which has %s; the journal is followed"
                    .formatted(catalog.directory().catalog(), lacking.get().what()));
    List<MoveLine> moves = lacking.isEmpty() ? catalog.read(journal::all) : List.of();
    return new Facts(
        true, active, lastIds, moves, catalog.read(new SeriesTypes(catalog)::all), problems);
  }

  private static Map<String, Long> lastIds(CatalogConnection catalog) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    catalog.statements().query(LAST_IDS, row -> ids.put(row.text(1), row.number(2)));
    return ids;
  }

  @Override
  public void close() throws IOException {
    if (connection.isPresent()) {
      connection.get().close();
    }
  }
}
