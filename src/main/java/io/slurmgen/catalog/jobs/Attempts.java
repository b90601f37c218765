package io.slurmgen.catalog.jobs;

import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.OtherTypesException;
import io.slurmgen.catalog.samples.ParamSets;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Columns;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

  /** Parameters: submission, job number. */
  public static final String JOB =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed, job.id, job.attempt, job.state, preprocessed.id, sample_group.name,
        preprocessed.name
      from job
        join submission on submission.id = job.submission_id
        join param_set on param_set.id = submission.param_set_id
        join dataset on dataset.id = param_set.dataset_id
        left outer join preprocessed on preprocessed.id = submission.preprocessed_id
        left outer join sample_group on sample_group.id = preprocessed.group_id
      where (submission.id = ? and job.number = ?)
      """;

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
    catalog.update(START_JOB, attempt.number(), attempt.jobId());
    catalog.update(
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

  /** As {@link #next}, also of a job that was cancelled when its task had started. */
  AttemptRow nextReported(AttemptStart start) throws SQLException, IOException {
    return next(start, EnumSet.of(JobState.RELEASED));
  }

  private AttemptRow next(AttemptStart start, Set<JobState> refused)
      throws SQLException, IOException {
    try (PreparedStatement query = catalog.prepare(JOB, start.submissionId(), start.jobNumber());
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new SupersededException(
            "submission %d has no job %d".formatted(start.submissionId(), start.jobNumber()));
      }
      JobState state = JobState.ofCatalog(Columns.text(row, 9));
      if (refused.contains(state)) {
        throw new SupersededException(
            "job %d of submission %d is %s"
                .formatted(start.jobNumber(), start.submissionId(), state.inCatalog()));
      }
      new ParamSets(catalog).refuseOther(Counts.paramSet(row));
      return attempt(start.submissionId(), start.jobNumber(), Columns.smallNumber(row, 8) + 1, row);
    }
  }

  /**
   * The newest attempt of a job.
   *
   * @return it with the indexes that are missing now, empty where none has started
   */
  public Optional<AttemptRow> newest(long submissionId, int jobNumber) throws IOException {
    return catalog.read(() -> newestInside(submissionId, jobNumber));
  }

  /** As {@link #newest}, used inside a transaction. */
  public Optional<AttemptRow> newestInside(long submissionId, int jobNumber) throws SQLException {
    try (PreparedStatement query = catalog.prepare(JOB, submissionId, jobNumber);
        ResultSet row = query.executeQuery()) {
      return row.next() && Columns.smallNumber(row, 8) > 0
          ? Optional.of(attempt(submissionId, jobNumber, Columns.smallNumber(row, 8), row))
          : Optional.empty();
    }
  }

  /**
   * How much of a segment is recorded.
   *
   * @param path the segment, relative to the cache directory
   * @return bytes from its start, 0 where none are
   */
  public long recordedBytes(String path) throws IOException {
    return catalog.read(
        () -> {
          try (PreparedStatement query = catalog.prepare(ChunkInserts.SEGMENT, path);
              ResultSet row = query.executeQuery()) {
            return row.next() ? Columns.number(row, 4) : 0;
          }
        });
  }

  private AttemptRow attempt(long submissionId, int jobNumber, int number, ResultSet row)
      throws SQLException {
    ParamSetRow set = Counts.paramSet(row);
    long jobId = Columns.number(row, 7);
    Optional<SubmissionRow.Preprocessing> preprocessing = preprocessing(row);
    Optional<Long> preprocessedId = preprocessing.map(SubmissionRow.Preprocessing::preprocessedId);
    IndexRanges missing =
        new Coverage(catalog, set.id(), preprocessedId)
            .missing(new IndexRanges(catalog.ranges(JOB_RANGES, jobId)));
    return new AttemptRow(jobId, number, jobNumber, submissionId, set, preprocessing, missing);
  }

  /** The attempt that wrote a segment, from the row of its job; what it is to make is left out. */
  public static AttemptRow attempt(SegmentOrigin origin, ResultSet job) throws SQLException {
    return new AttemptRow(
        origin.job(),
        origin.attempt(),
        origin.jobNumber(),
        origin.submission(),
        Counts.paramSet(job),
        preprocessing(job),
        IndexRanges.none());
  }

  private static Optional<SubmissionRow.Preprocessing> preprocessing(ResultSet row)
      throws SQLException {
    return Columns.optionalText(row, 12).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SubmissionRow.Preprocessing(
                Columns.number(row, 10), Columns.text(row, 11), Columns.text(row, 12)));
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
  public Map<AttemptRow, IOException> record(List<RecordedChunks> recorded, Duration patience)
      throws IOException {
    return catalog.write(patience, () -> recordInside(recorded), () -> {});
  }

  private Map<AttemptRow, IOException> recordInside(List<RecordedChunks> recorded)
      throws SQLException, IOException {
    Map<AttemptRow, IOException> refused = new HashMap<>();
    for (RecordedChunks chunks : recorded) {
      if (isNewest(chunks.attempt())) {
        try {
          new ChunkInserts(catalog, chunks).run();
        } catch (OtherTypesException e) {
          refused.put(chunks.attempt(), e);
        }
      } else {
        refused.put(chunks.attempt(), SupersededException.of(chunks.attempt()));
      }
    }
    return refused;
  }

  private boolean isNewest(AttemptRow attempt) throws SQLException {
    try (PreparedStatement query = catalog.prepare(NEWEST_ATTEMPT, attempt.jobId());
        ResultSet row = query.executeQuery()) {
      return row.next() && Columns.smallNumber(row, 1) == attempt.number();
    }
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

  /** The same inside a transaction. */
  int setEnd(AttemptRow attempt, JobEnd end, long endedMillis) throws SQLException {
    catalog.update(
        END_JOB,
        end.state().inCatalog(),
        end.reason().map(Enum::name).orElse(null),
        end.error().orElse(null),
        attempt.jobId(),
        attempt.number());
    return catalog.update(END_ATTEMPT, endedMillis, attempt.jobId(), attempt.number());
  }
}
