package io.slurmgen.rebuild;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.catalog.jobs.SubmissionQueries;
import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.catalog.samples.Locations;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.journal.JournalLines;
import io.slurmgen.journal.JournalledLabels;
import io.slurmgen.layout.UselessCatalogException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobState;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin.SetKey;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Columns;
import io.slurmgen.sqlite.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalog while nobody else can write to it, for deciding what on the disk is not needed, and
 * removing it, as one step: meanwhile no attempt starts, records or ends, and no job is given out.
 *
 * <p>Only usable inside {@link #whileLocked}, which is one transaction.
 */
public final class LockedCatalog {

  /** Parameters: attempt, job, attempt. */
  private static final String WRITER =
      """
      select job.submission_id, job.number, job.state, attempt.ended_ms, attempt.node
      from job left join attempt on attempt.job_id = job.id and attempt.number = ?
      where job.id = ? and job.attempt >= ?
      """;

  private static final String LABELLED =
      """
      select first_index, samples from sample_range
      where param_set_id = ? and move_id is not null
      """;

  private final CatalogConnection catalog;

  private LockedCatalog(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Does something while nobody else can write to a catalog, as one transaction.
   *
   * @throws CatalogBusyException if others kept the catalog locked
   */
  public static <T> T whileLocked(Catalog catalog, Work<T> work) throws IOException {
    LockedCatalog locked = new LockedCatalog(catalog.connection());
    return catalog.connection().write(() -> work.run(locked));
  }

  /** What is done meanwhile. Others wait for it, so it should be short. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it; it may not use the catalog in another way. */
    T run(LockedCatalog locked) throws IOException;
  }

  private <T> T ask(CatalogConnection.Work<T> question) throws IOException {
    try {
      return question.run();
    } catch (SQLException e) {
      throw SqlFailure.of(catalog.directory().catalog(), e);
    } catch (IllegalArgumentException e) { // a row that cannot be
      throw UselessCatalogException.damaged(catalog.directory().catalog(), e);
    }
  }

  /** The submission of that number, if there is one. */
  public Optional<SubmissionRow> submission(long number) throws IOException {
    return ask(() -> new SubmissionQueries(catalog).find(number));
  }

  /** How much of each segment is recorded: bytes from its start, by its path. */
  public Map<String, Long> recordedBytes() throws IOException {
    return ask(
        () -> {
          Map<String, Long> bytes = new HashMap<>();
          try (PreparedStatement query = catalog.prepare("select path, length_bytes from segment");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              bytes.put(Columns.text(row, 1), Columns.number(row, 2));
            }
          }
          return bytes;
        });
  }

  /**
   * What the catalog knows of a segment and of the attempt that wrote it.
   *
   * @param path the segment, relative to the cache directory
   * @param jobId the key of the job that wrote it
   * @param number of the attempt that wrote it
   * @return empty where there is no such attempt
   */
  public Optional<SegmentClaim> claim(String path, long jobId, int number) throws IOException {
    return ask(
        () -> {
          try (PreparedStatement query = catalog.prepare(WRITER, number, jobId, number);
              ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(claim(path, number, row)) : Optional.empty();
          }
        });
  }

  private SegmentClaim claim(String path, int number, ResultSet row) throws SQLException {
    boolean isActive = JobState.ofCatalog(Columns.text(row, 3)).isActive();
    boolean isOver = Columns.optionalNumber(row, 4).isPresent();
    AttemptRow newest =
        new Attempts(catalog)
            .newestInside(Columns.number(row, 1), Columns.smallNumber(row, 2))
            .orElseThrow();
    boolean isNewest = newest.number() == number;
    boolean mayGrow = isNewest && !newest.missing().isEmpty() && (isActive || !isOver);
    boolean isRebuilt =
        isNewest
            && Columns.optionalText(row, 5).filter(RebuiltSamples.UNKNOWN_NODE::equals).isPresent();
    return new SegmentClaim(newest.withNumber(number), recordedBytes(path), mayGrow, isRebuilt);
  }

  private long recordedBytes(String path) throws SQLException {
    try (PreparedStatement query = catalog.prepare(ChunkInserts.SEGMENT, path);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Columns.number(row, 4) : 0;
    }
  }

  /**
   * Those of some samples that no other segment is there for, by its rows and its length. A damaged
   * row of this or of another segment must not make its only samples look superfluous.
   *
   * @param attempt the samples are of its kind
   * @param path the segment that holds them
   */
  public IndexRanges notElsewhere(AttemptRow attempt, IndexRanges indexes, String path)
      throws IOException {
    Optional<Long> derived =
        attempt.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
    return ask(
        () -> {
          IndexRanges missing =
              new Coverage(catalog, attempt.paramSet().id(), derived).missing(indexes);
          List<IndexRange> elsewhere = new ArrayList<>();
          for (Location location :
              new Locations(catalog).inside(attempt.paramSet(), derived, indexes)) {
            if (!location.segment().equals(path) && isThere(location)) {
              elsewhere.add(location.indexes());
            }
          }
          return missing.isEmpty() ? indexes.minus(new IndexRanges(elsewhere)) : missing;
        });
  }

  /**
   * The generated samples of a parameter set that had a group, as the journal says, and have none
   * here, as where a catalog was rebuilt while they could not be read.
   */
  public IndexRanges lackingLabels(ParamSetRow set) throws IOException {
    return ask(
        () -> {
          JournalLines journal = JournalLines.read(catalog.directory().moveJournal(), true);
          JournalledLabels labels = new JournalledLabels(journal.moves());
          SetKey key = new SetKey(set.dataset(), set.hash());
          return labels
              .known(key, set.seed())
              .plus(labels.ofUnknownSeed(key))
              .minus(new IndexRanges(catalog.ranges(LABELLED, set.id())));
        });
  }

  private boolean isThere(Location location) throws IOException {
    Path file = catalog.directory().segment(location.segment());
    return Files.isRegularFile(file)
        && PresentLength.of(file, location.toBytes()).orElse(0) >= location.toBytes();
  }
}
