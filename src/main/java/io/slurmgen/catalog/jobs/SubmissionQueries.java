package io.slurmgen.catalog.jobs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Columns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads submissions with their jobs. Used inside transactions. */
public final class SubmissionQueries {

  private static final String SUBMISSIONS =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed, submission.id, submission.preprocessed_id, sample_group.name,
        preprocessed.name, submission.executor, submission.samples, submission.code_hash,
        submission.node, submission.pid, submission.pid_since_ms, submission.created_ms
      from submission
        join param_set on param_set.id = submission.param_set_id
        join dataset on dataset.id = param_set.dataset_id
        left outer join preprocessed on preprocessed.id = submission.preprocessed_id
        left outer join sample_group on sample_group.id = preprocessed.group_id
      """;

  private static final String JOBS =
      """
      select job.id, job.submission_id, job.number, job.state, job.attempt, job.job_array_id,
        job.unseen_ms, job.reason, job.error,
        (select sum(attempt.samples) from attempt where attempt.job_id = job.id) as recorded,
        attempt.node, attempt.slurm_job, attempt.log, attempt.started_ms, attempt.ended_ms
      from submission
        join job on job.submission_id = submission.id
        left outer join attempt on (attempt.job_id = job.id and attempt.number = job.attempt)
      """;

  private static final String JOB_RANGES =
      """
      select job_range.job_id, job_range.first_index, job_range.samples from submission
        join job on job.submission_id = submission.id
        join job_range on job_range.job_id = job.id
      """;

  private static final String ONE = "where submission.id = ?\n";

  private static final String ACTIVE =
      """
      where submission.id in (select job.submission_id from job
        where (job.state not in ('done', 'released') and job.state in ('pending', 'running')))
      """;

  private static final String UNFINISHED =
      """
      where submission.id in (select job.submission_id from job
        where job.state not in ('done', 'released'))
      """;

  private static final String BY_ID = "order by submission.id";

  private static final String BY_NUMBER = "order by submission.id, job.number";

  /** Asks for one end of the key, which is why it is compared with 0. */
  private static final String NEWEST_SUBMISSION =
      "select max(submission.id) from submission where submission.id > 0";

  /** Parameter of each: submission. */
  private static final String ONE_SUBMISSION = SUBMISSIONS + ONE + BY_ID;

  private static final String ONE_JOBS = JOBS + ONE + BY_NUMBER;

  private static final String ONE_JOB_RANGES = JOB_RANGES + ONE;

  private static final String ALL_SUBMISSIONS = SUBMISSIONS + BY_ID;

  private static final String ALL_JOBS = JOBS + BY_NUMBER;

  private static final String ALL_JOB_RANGES = JOB_RANGES;

  private static final String ACTIVE_SUBMISSIONS = SUBMISSIONS + ACTIVE + BY_ID;

  private static final String ACTIVE_JOBS = JOBS + ACTIVE + BY_NUMBER;

  private static final String ACTIVE_JOB_RANGES = JOB_RANGES + ACTIVE;

  private static final String UNFINISHED_SUBMISSIONS = SUBMISSIONS + UNFINISHED + BY_ID;

  private static final String UNFINISHED_JOBS = JOBS + UNFINISHED + BY_NUMBER;

  private static final String UNFINISHED_JOB_RANGES = JOB_RANGES + UNFINISHED;

  private final CatalogConnection catalog;

  public SubmissionQueries(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  SubmissionRow get(long id) throws SQLException {
    return find(id).orElseThrow(IllegalStateException::new);
  }

  public Optional<SubmissionRow> find(long id) throws SQLException {
    return query(ONE_SUBMISSION, ONE_JOBS, ONE_JOB_RANGES, id).stream().findFirst();
  }

  OptionalLong newest() throws SQLException {
    try (PreparedStatement query = catalog.prepare(NEWEST_SUBMISSION);
        ResultSet row = query.executeQuery()) {
      row.next();
      return Columns.optionalNumber(row, 1);
    }
  }

  List<SubmissionRow> all() throws SQLException {
    return query(ALL_SUBMISSIONS, ALL_JOBS, ALL_JOB_RANGES);
  }

  public List<SubmissionRow> active() throws SQLException {
    return query(ACTIVE_SUBMISSIONS, ACTIVE_JOBS, ACTIVE_JOB_RANGES);
  }

  List<SubmissionRow> unfinished() throws SQLException {
    return query(UNFINISHED_SUBMISSIONS, UNFINISHED_JOBS, UNFINISHED_JOB_RANGES);
  }

  /**
   * Keeps two commands from giving out the same job.
   *
   * @param seen jobs of the submission as the caller knows them
   * @throws UserError if one of them is no longer so
   */
  void refuseChanged(long submission, List<JobRow> seen) throws SQLException {
    Map<Long, JobRow> now = new HashMap<>();
    get(submission).jobs().forEach(job -> now.put(job.id(), job));
    for (JobRow known : seen) {
      JobRow job = now.get(known.id());
      boolean same =
          job.state() == known.state()
              && job.attempt() == known.attempt()
              && job.jobArrayId().equals(known.jobArrayId());
      if (!same) {
        throw new UserError(
            "job %d of submission %d is %s by now; see %s"
                .formatted(
                    job.number(),
                    submission,
                    job.state().inCatalog(),
                    ProposedCommand.command(
                        catalog.directory().user(), "status", Long.toString(submission))));
      }
    }
  }

  private List<SubmissionRow> query(
      String submissionSql, String jobSql, String rangeSql, Object... parameters)
      throws SQLException {
    Map<Long, List<IndexRange>> ranges = ranges(rangeSql, parameters);
    Map<Long, List<JobRow>> jobs = jobs(jobSql, ranges, parameters);
    List<SubmissionRow> submissions = new ArrayList<>();
    try (PreparedStatement query = catalog.prepare(submissionSql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        submissions.add(submission(row, jobs.getOrDefault(Columns.number(row, 7), List.of())));
      }
    }
    return submissions;
  }

  private static SubmissionRow submission(ResultSet row, List<JobRow> jobs) throws SQLException {
    return new SubmissionRow(
        Columns.number(row, 7),
        Counts.paramSet(row),
        preprocessing(row),
        ExecutorKind.ofCatalog(Columns.text(row, 11)),
        Columns.number(row, 12),
        Columns.text(row, 13),
        Columns.text(row, 14),
        Columns.number(row, 15),
        Instant.ofEpochMilli(Columns.number(row, 16)),
        Instant.ofEpochMilli(Columns.number(row, 17)),
        jobs);
  }

  private static Optional<SubmissionRow.Preprocessing> preprocessing(ResultSet row)
      throws SQLException {
    OptionalLong id = Columns.optionalNumber(row, 8);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SubmissionRow.Preprocessing(
                id.getAsLong(), Columns.text(row, 9), Columns.text(row, 10)));
  }

  private Map<Long, List<IndexRange>> ranges(String sql, Object... parameters) throws SQLException {
    Map<Long, List<IndexRange>> ranges = new HashMap<>();
    try (PreparedStatement query = catalog.prepare(sql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        ranges
            .computeIfAbsent(Columns.number(row, 1), job -> new ArrayList<>())
            .add(new IndexRange(Columns.number(row, 2), Columns.number(row, 3)));
      }
    }
    return ranges;
  }

  private Map<Long, List<JobRow>> jobs(
      String sql, Map<Long, List<IndexRange>> ranges, Object... parameters) throws SQLException {
    Map<Long, List<JobRow>> jobs = new HashMap<>();
    try (PreparedStatement query = catalog.prepare(sql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        List<IndexRange> ofJob = ranges.getOrDefault(Columns.number(row, 1), List.of());
        jobs.computeIfAbsent(Columns.number(row, 2), submission -> new ArrayList<>())
            .add(job(row, new IndexRanges(ofJob)));
      }
    }
    return jobs;
  }

  private static JobRow job(ResultSet row, IndexRanges ranges) throws SQLException {
    return new JobRow(
        Columns.number(row, 1),
        Columns.smallNumber(row, 3),
        JobState.ofCatalog(Columns.text(row, 4)),
        Columns.smallNumber(row, 5),
        ranges,
        Columns.optionalNumber(row, 10).orElse(0),
        Columns.optionalNumber(row, 6),
        newest(row),
        optionalInstant(row, 7),
        Columns.optionalText(row, 8).map(EndReason::valueOf),
        Columns.optionalText(row, 9));
  }

  private static Optional<JobRow.Newest> newest(ResultSet row) throws SQLException {
    Optional<String> node = Columns.optionalText(row, 11);
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JobRow.Newest(
                node.get(),
                Columns.optionalText(row, 12),
                Columns.optionalText(row, 13),
                Instant.ofEpochMilli(Columns.number(row, 14)),
                optionalInstant(row, 15)));
  }

  private static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
    OptionalLong millis = Columns.optionalNumber(row, column);
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(millis.getAsLong()));
  }
}
