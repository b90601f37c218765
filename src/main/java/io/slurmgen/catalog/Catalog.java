package io.slurmgen.catalog;

import io.slurmgen.UserError;
import io.slurmgen.catalog.jobs.AttemptReports;
import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.catalog.jobs.JobArrays;
import io.slurmgen.catalog.jobs.JobEnds;
import io.slurmgen.catalog.jobs.Preprocessings;
import io.slurmgen.catalog.jobs.Submissions;
import io.slurmgen.catalog.jobs.Timings;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.catalog.samples.Groups;
import io.slurmgen.catalog.samples.Locations;
import io.slurmgen.catalog.samples.SeriesTypes;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.OlderCatalogException;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.StaleViewException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The catalog of a cache directory: a SQLite file that says which samples there are, whose they are
 * and where their bytes are.
 *
 * <p>Each public method of its parts is one transaction: it happens whole or not at all, and what
 * it changed is on disk when it returns ({@code synchronous=FULL}). A crash leaves the state of the
 * last transaction; SQLite rolls an unfinished one back when the file is next opened.
 *
 * <p>Thread-safe. Several processes and nodes may have the same catalog open. It cannot be used
 * after {@link #close}.
 */
public final class Catalog implements Closeable {

  /** How long a command waits for other writers before it gives up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CatalogConnection connection;

  private Catalog(CatalogConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens the catalog, made where it is missing and migrated where it is of an older version.
   *
   * @throws UserError if it was written by a newer slurm-gen
   * @throws LostCatalogException if it is missing or empty beside its samples
   * @throws CatalogException if it cannot be opened
   */
  public static Catalog create(CacheDirectory directory, Clock clock) throws IOException {
    directory.refuseLinks();
    LostCatalogException.refuseMissing(directory);
    return new Catalog(
        CatalogConnection.open(directory, clock, PATIENCE, MoveJournal::refuseOlderCatalog));
  }

  /** Opens the catalog if there is one; see {@link #create}. */
  public static Optional<Catalog> open(CacheDirectory directory, Clock clock) throws IOException {
    directory.refuseLinks();
    LostCatalogException.refuseMissing(directory);
    return Files.exists(directory.catalog())
        ? Optional.of(create(directory, clock))
        : Optional.empty();
  }

  /**
   * Opens the catalog to look at it, and refuses changes; an older version stays as it is. Empty
   * where there is none; see {@link #create}.
   */
  public static Optional<Catalog> openUnchanged(CacheDirectory directory, Clock clock)
      throws IOException {
    LostCatalogException.refuseMissing(directory);
    return Files.exists(directory.catalog())
        ? Optional.of(new Catalog(CatalogConnection.openUnchanged(directory, clock, PATIENCE)))
        : Optional.empty();
  }

  /**
   * Opens the catalog as {@link #openUnchanged}, and as its server has it now, also where this node
   * keeps an old state of it; what others change from now on is not seen.
   */
  public static Optional<Catalog> openCopy(CacheDirectory directory, Clock clock)
      throws IOException {
    LostCatalogException.refuseMissing(directory);
    return Files.exists(directory.catalog())
        ? Optional.of(new Catalog(CatalogConnection.openCopy(directory, clock, PATIENCE)))
        : Optional.empty();
  }

  /**
   * Opens a catalog that exists, in whatever state, only to read it: nothing is made, migrated or
   * undone. Nothing of the file is read yet.
   */
  public static Catalog openReadOnly(CacheDirectory directory, Clock clock) throws IOException {
    return new Catalog(CatalogConnection.openReadOnly(directory, clock, PATIENCE));
  }

  /**
   * Why nothing is written to it, where it is older than the directory's journal; it can be read
   * all the same.
   */
  public Optional<OlderCatalogException> olderThanJournal() throws IOException {
    return connection
        .read(new MoveJournal(connection)::lacking)
        .map(line -> new OlderCatalogException(directory(), line));
  }

  /** The directory it belongs to. */
  public CacheDirectory directory() {
    return connection.directory();
  }

  /**
   * Returns whether a view of the file that another node has made old would be noticed before it is
   * written: always, but for network file systems that refuse direct reads. Takes the lock file.
   *
   * @throws StaleViewException if it is noticed now
   */
  public boolean isGuarded() throws IOException {
    return connection.isGuarded();
  }

  /** How many samples there are. */
  public Counts counts() {
    return new Counts(connection);
  }

  /** The groups of parameter sets. */
  public Groups groups() {
    return new Groups(connection);
  }

  /** Returns the places of samples. */
  public Locations locations() {
    return new Locations(connection);
  }

  /** The types that all samples of a series have. */
  public SeriesTypes seriesTypes() {
    return new SeriesTypes(connection);
  }

  /** Submissions and their jobs. */
  public Submissions submissions() {
    return new Submissions(connection);
  }

  /** How jobs ended. */
  public JobEnds jobEnds() {
    return new JobEnds(connection);
  }

  /** The sbatch calls of submissions. */
  public JobArrays jobArrays() {
    return new JobArrays(connection);
  }

  /** Submissions that derive samples from those of a group. */
  public Preprocessings preprocessings() {
    return new Preprocessings(connection);
  }

  /** The attempts of jobs. */
  public Attempts attempts() {
    return new Attempts(connection);
  }

  /** Trials between two nodes. */
  public NodeProbes nodeProbes() {
    return new NodeProbes(connection);
  }

  /** Attempts of tasks that may not write to the catalog. */
  public AttemptReports attemptReports() {
    return new AttemptReports(connection);
  }

  /** How long earlier attempts took. */
  public Timings timings() {
    return new Timings(connection);
  }

  /** Waiting, of one command or load, for what other nodes have recorded. */
  public SegmentArrival arrival() {
    return SegmentArrival.of(connection);
  }

  /** The connection, for what checks, repairs and rebuilds a catalog. */
  public CatalogConnection connection() {
    return connection;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
