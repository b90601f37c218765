package io.slurmgen.rebuild;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.catalog.jobs.SubmissionQueries;
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
import io.slurmgen.sqlite.Row;
import io.slurmgen.sqlite.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final String RECORDED_BYTES = "select path, length_bytes from segment";

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

  /** The work done meanwhile. Others wait for it, so it should be short. */
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
          catalog.statements().query(RECORDED_BYTES, row -> bytes.put(row.text(1), row.number(2)));
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
        () ->
            catalog
                .statements()
                .first(WRITER, row -> claim(path, number, row), number, jobId, number));
  }

  private SegmentClaim claim(String path, int number, Row row) throws SQLException {
    boolean isActive = JobState.ofCatalog(row.text(3)).isActive();
    boolean isOver = row.optionalNumber(4).isPresent();
    AttemptRow newest =
        new Attempts(catalog).newestInside(row.number(1), row.smallNumber(2)).orElseThrow();
    boolean isNewest = newest.number() == number;
    boolean mayGrow = isNewest && !newest.missing().isEmpty() && (isActive || !isOver);
    boolean isRebuilt =
        isNewest && row.optionalText(5).filter(RebuiltSamples.UNKNOWN_NODE::equals).isPresent();
    return new SegmentClaim(
        newest.withNumber(number),
        new Attempts(catalog).recordedBytesInside(path),
        mayGrow,
        isRebuilt);
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
              .minus(new IndexRanges(catalog.statements().ranges(LABELLED, set.id())));
        });
  }

  private boolean isThere(Location location) throws IOException {
    Path file = catalog.directory().segment(location.segment());
    return Files.isRegularFile(file)
        && PresentLength.of(file, location.toBytes()).orElse(0) >= location.toBytes();
  }
}
