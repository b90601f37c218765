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
import io.slurmgen.sqlite.Row;
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
    return catalog
        .statements()
        .first(NEWEST_SUBMISSION, row -> row.optionalNumber(1))
        .orElse(OptionalLong.empty());
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
    return catalog
        .statements()
        .query(
            submissionSql,
            row -> submission(row, jobs.getOrDefault(row.number(7), List.of())),
            parameters);
  }

  private static SubmissionRow submission(Row row, List<JobRow> jobs) throws SQLException {
    return new SubmissionRow(
        row.number(7),
        Counts.paramSet(row),
        preprocessing(row),
        ExecutorKind.ofCatalog(row.text(11)),
        row.number(12),
        row.text(13),
        row.text(14),
        row.number(15),
        Instant.ofEpochMilli(row.number(16)),
        Instant.ofEpochMilli(row.number(17)),
        jobs);
  }

  private static Optional<SubmissionRow.Preprocessing> preprocessing(Row row) throws SQLException {
    OptionalLong id = row.optionalNumber(8);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(new SubmissionRow.Preprocessing(id.getAsLong(), row.text(9), row.text(10)));
  }

  private Map<Long, List<IndexRange>> ranges(String sql, Object... parameters) throws SQLException {
    Map<Long, List<IndexRange>> ranges = new HashMap<>();
    for (JobRange range : catalog.statements().query(sql, JobRange::of, parameters)) {
      ranges.computeIfAbsent(range.job(), job -> new ArrayList<>()).add(range.indexes());
    }
    return ranges;
  }

  private Map<Long, List<JobRow>> jobs(
      String sql, Map<Long, List<IndexRange>> ranges, Object... parameters) throws SQLException {
    Map<Long, List<JobRow>> jobs = new HashMap<>();
    catalog
        .statements()
        .query(
            sql,
            row -> {
              List<IndexRange> ofJob = ranges.getOrDefault(row.number(1), List.of());
              return jobs.computeIfAbsent(row.number(2), submission -> new ArrayList<>())
                  .add(job(row, new IndexRanges(ofJob)));
            },
            parameters);
    return jobs;
  }

  private static JobRow job(Row row, IndexRanges ranges) throws SQLException {
    return new JobRow(
        row.number(1),
        row.smallNumber(3),
        JobState.ofCatalog(row.text(4)),
        row.smallNumber(5),
        ranges,
        row.optionalNumber(10).orElse(0),
        row.optionalNumber(6),
        newest(row),
        optionalInstant(row, 7),
        row.optionalText(8).map(EndReason::valueOf),
        row.optionalText(9));
  }

  private static Optional<JobRow.Newest> newest(Row row) throws SQLException {
    Optional<String> node = row.optionalText(11);
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JobRow.Newest(
                node.get(),
                row.optionalText(12),
                row.optionalText(13),
                Instant.ofEpochMilli(row.number(14)),
                optionalInstant(row, 15)));
  }

  private static Optional<Instant> optionalInstant(Row row, int column) throws SQLException {
    OptionalLong millis = row.optionalNumber(column);
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(millis.getAsLong()));
  }
}
