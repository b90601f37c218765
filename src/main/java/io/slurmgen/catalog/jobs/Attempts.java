package io.slurmgen.catalog.jobs;

import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.OtherTypesException;
import io.slurmgen.catalog.samples.ParamSets;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Attempts as the task that runs them sees them.
 *
 * <p>Starting an attempt fences the earlier ones: their rows are refused from then on, so that a
 * node that was given up and comes back cannot record its samples a second time.
 *
 * <p>Goes through plain JDBC: a task that makes cheap samples would otherwise spend most of its
 * time on getting jOOQ ready.
 */
public final class Attempts implements AttemptRecords {

  private static final String RECORDED_BYTES =
      "select segment.length_bytes from segment where segment.path = ?";

  public static final String JOB_RANGES =
      "select job_range.first_index, job_range.samples from job_range where job_range.job_id = ?";

  /** A cancelled job stays so: its task has started before it could see that. */
  private static final String START_JOB =
      """
      update job set attempt = ?, state = iif(state = 'cancelled', state, 'running'),
        reason = iif(state = 'cancelled', reason, null),
        error = iif(state = 'cancelled', error, null), unseen_ms = null
      where job.id = ?
      """;

  private static final String INSERT_ATTEMPT =
      """
      insert into attempt (job_id, number, node, slurm_job, log, code_hash, started_ms)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String NEWEST_ATTEMPT = "select job.attempt from job where job.id = ?";

  private static final String END_JOB =
      "update job set state = ?, reason = ?, error = ? where (job.id = ? and job.attempt = ?)";

  private static final String END_ATTEMPT =
      "update attempt set ended_ms = max(?, attempt.started_ms)"
          + " where (attempt.job_id = ? and attempt.number = ?)";

  private final CatalogConnection catalog;

  public Attempts(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Starts the next attempt of a job.
   *
   * @throws SupersededException if the job is not to run any more
   */
  public AttemptRow start(AttemptStart start) throws IOException {
    return start(start, catalog.patience());
  }

  /**
   * Starts the next attempt of a job, as {@link #start(AttemptStart)} does.
   *
   * @param patience how long to wait for other writers
   */
  @Override
  public AttemptRow start(AttemptStart start, Duration patience) throws IOException {
    return catalog.write(
        patience,
        () -> {
          AttemptRow attempt = next(start);
          insert(attempt, start, catalog.nowMillis());
          return attempt;
        },
        () -> {});
  }

  /** The rows of an attempt that starts, inside a transaction. */
  void insert(AttemptRow attempt, AttemptStart start, long startedMillis) throws SQLException {
    catalog.statements().update(START_JOB, attempt.number(), attempt.jobId());
    catalog
        .statements()
        .update(
            INSERT_ATTEMPT,
            attempt.jobId(),
            attempt.number(),
            start.node(),
            start.slurmJob().orElse(null),
            start.log().orElse(null),
            start.codeHash(),
            startedMillis);
  }

  /** The attempt that would start now, inside a transaction. */
  AttemptRow next(AttemptStart start) throws SQLException, IOException {
    return next(start, EnumSet.of(JobState.RELEASED, JobState.CANCELLED));
  }

  /**
   * Returns what {@link #next} does, also of a job that was cancelled when its task had started.
   */
  AttemptRow nextReported(AttemptStart start) throws SQLException, IOException {
    return next(start, EnumSet.of(JobState.RELEASED));
  }

  private AttemptRow next(AttemptStart start, Set<JobState> refused)
      throws SQLException, IOException {
    JobOrigin job =
        JobOrigin.find(catalog, start.submissionId(), start.jobNumber())
            .orElseThrow(
                () ->
                    new SupersededException(
                        "submission %d has no job %d"
                            .formatted(start.submissionId(), start.jobNumber())));
    if (refused.contains(job.state())) {
      throw new SupersededException(
          "job %d of submission %d is %s"
              .formatted(start.jobNumber(), start.submissionId(), job.state().inCatalog()));
    }
    new ParamSets(catalog).refuseOther(job.paramSet());
    return attempt(start.submissionId(), start.jobNumber(), job.attempt() + 1, job);
  }

  /**
   * The newest attempt of a job.
   *
   * @return it with the indexes that are missing now, empty where none has started
   */
  public Optional<AttemptRow> newest(long submissionId, int jobNumber) throws IOException {
    return catalog.read(() -> newestInside(submissionId, jobNumber));
  }

  /** Returns the newest attempt like {@link #newest}; used inside a transaction. */
  public Optional<AttemptRow> newestInside(long submissionId, int jobNumber) throws SQLException {
    Optional<JobOrigin> job =
        JobOrigin.find(catalog, submissionId, jobNumber).filter(found -> found.attempt() > 0);
    return job.isPresent()
        ? Optional.of(attempt(submissionId, jobNumber, job.get().attempt(), job.get()))
        : Optional.empty();
  }

  /**
   * How much of a segment is recorded.
   *
   * @param path the segment, relative to the cache directory
   * @return bytes from its start, 0 where none are
   */
  public long recordedBytes(String path) throws IOException {
    return catalog.read(() -> recordedBytesInside(path));
  }

  /** Returns the same as {@link #recordedBytes}; used inside a transaction. */
  public long recordedBytesInside(String path) throws SQLException {
    return catalog.statements().number(RECORDED_BYTES, path).orElse(0L);
  }

  private AttemptRow attempt(long submissionId, int jobNumber, int number, JobOrigin job)
      throws SQLException {
    Optional<Long> preprocessedId =
        job.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
    IndexRanges missing =
        new Coverage(catalog, job.paramSet().id(), preprocessedId)
            .missing(new IndexRanges(catalog.statements().ranges(JOB_RANGES, job.id())));
    return new AttemptRow(
        job.id(), number, jobNumber, submissionId, job.paramSet(), job.preprocessing(), missing);
  }

  /**
   * Records chunks whose bytes are on disk, all in one transaction. Chunks that are recorded
   * already are passed over, so that a call whose outcome is unknown can be repeated.
   *
   * @param patience how long to wait for other writers
   * @return why attempts may not record, by attempt: they are superseded, or make samples of other
   *     types; nothing of theirs was recorded now
   * @throws CatalogBusyException if others kept the catalog locked all the time
   */
  @Override
  public Map<AttemptRow.Id, IOException> record(List<RecordedChunks> recorded, Duration patience)
      throws IOException {
    return catalog.write(patience, () -> recordInside(recorded), () -> {});
  }

  private Map<AttemptRow.Id, IOException> recordInside(List<RecordedChunks> recorded)
      throws SQLException, IOException {
    Map<AttemptRow.Id, IOException> refused = new HashMap<>();
    for (RecordedChunks chunks : recorded) {
      if (isNewest(chunks.attempt())) {
        try {
          new ChunkInserts(catalog, chunks).run();
        } catch (OtherTypesException e) {
          refused.put(chunks.attempt().id(), e);
        }
      } else {
        refused.put(chunks.attempt().id(), SupersededException.of(chunks.attempt()));
      }
    }
    return refused;
  }

  private boolean isNewest(AttemptRow attempt) throws SQLException {
    return catalog
        .statements()
        .first(NEWEST_ATTEMPT, row -> row.smallNumber(1) == attempt.number(), attempt.jobId())
        .orElse(false);
  }

  /**
   * Ends an attempt; does nothing where it is superseded.
   *
   * @param end how
   */
  public void end(AttemptRow attempt, JobEnd end) throws IOException {
    end(attempt, end, catalog.patience());
  }

  /**
   * Ends an attempt; does nothing where it is superseded.
   *
   * @param end how
   * @param patience how long to wait for other writers
   */
  @Override
  public void end(AttemptRow attempt, JobEnd end, Duration patience) throws IOException {
    catalog.write(patience, () -> setEnd(attempt, end, catalog.nowMillis()), () -> {});
  }

  /** Ends an attempt inside a transaction. */
  int setEnd(AttemptRow attempt, JobEnd end, long endedMillis) throws SQLException {
    catalog
        .statements()
        .update(
            END_JOB,
            end.state().inCatalog(),
            end.reason().map(Enum::name).orElse(null),
            end.error().orElse(null),
            attempt.jobId(),
            attempt.number());
    return catalog.statements().update(END_ATTEMPT, endedMillis, attempt.jobId(), attempt.number());
  }
}
