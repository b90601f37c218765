package io.slurmgen.catalog;

/**
 * The statements of generating: finding the parameter set, handing out indexes, recording the
 * submission and reading it. They go to JDBC and are held against jOOQ as those of {@link
 * PinnedSql} are.
 */
final class SubmissionSql {

  /** Parameters: dataset's name, hash of the parameters. */
  static final String PARAM_SET =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed
      from param_set
        join dataset on dataset.id = param_set.dataset_id
      where (dataset.name = ? and param_set.hash = ?)
      """;

  static final String DATASET_ID = "select dataset.id from dataset where dataset.name = ?";

  static final String INSERT_DATASET = "insert into dataset (name) values (?)";

  /** Parameters: dataset, hash, parameters, seed, time, dataset. */
  static final String INSERT_PARAM_SET =
      """
      insert into param_set (dataset_id, number, hash, params, seed, created_ms)
      select ?, coalesce((max(param_set.number) + 1), 0), ?, ?, ?, ? from param_set
      where param_set.dataset_id = ?
      """;

  /** Parameters: parameter set, preprocessed or null, how many. */
  static final String SEGMENT_PATHS =
      """
      select segment.path from segment
      where (segment.param_set_id = ? and (segment.preprocessed_id is ?))
      order by segment.first_index limit ?
      """;

  static final String RAW_GROUP =
      """
      select sample_group.id, sample_group.samples from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = 'raw')
      """;

  /** Parameters: parameter set, preprocessed or null. */
  static final String IN_FLIGHT_RANGES =
      """
      select job_range.first_index, job_range.samples from submission
        join job on job.submission_id = submission.id
        join job_range on job_range.job_id = job.id
      where (submission.param_set_id = ? and (submission.preprocessed_id is ?)
        and job.state not in ('done', 'released') and job.state in ('pending', 'running'))
      """;

  /** Parameters: parameter set, preprocessed or null. */
  static final String ENDED_RANGES =
      """
      select job.id, job_range.first_index, job_range.samples from submission
        join job on job.submission_id = submission.id
        join job_range on job_range.job_id = job.id
      where (submission.param_set_id = ? and (submission.preprocessed_id is ?)
        and job.state not in ('done', 'released')
        and job.state in ('interrupted', 'failed', 'lost', 'cancelled'))
      """;

  static final String RELEASE_JOB =
      """
      update job set state = 'released', attempt = (job.attempt + 1)
      where job.id = ?
      """;

  static final String INSERT_SUBMISSION =
      """
      insert into submission (param_set_id, preprocessed_id, executor, samples, code_hash, node,
        pid, pid_since_ms, created_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String INSERT_JOB =
      "insert into job (submission_id, number, state) values (?, ?, 'pending')";

  static final String INSERT_JOB_RANGE =
      "insert into job_range (job_id, first_index, samples) values (?, ?, ?)";

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
  static final String NEWEST_SUBMISSION =
      "select max(submission.id) from submission where submission.id > 0";

  /** Parameter of each: submission. */
  static final String ONE_SUBMISSION = SUBMISSIONS + ONE + BY_ID;

  static final String ONE_JOBS = JOBS + ONE + BY_NUMBER;
  static final String ONE_JOB_RANGES = JOB_RANGES + ONE;

  static final String ALL_SUBMISSIONS = SUBMISSIONS + BY_ID;
  static final String ALL_JOBS = JOBS + BY_NUMBER;
  static final String ALL_JOB_RANGES = JOB_RANGES;

  static final String ACTIVE_SUBMISSIONS = SUBMISSIONS + ACTIVE + BY_ID;
  static final String ACTIVE_JOBS = JOBS + ACTIVE + BY_NUMBER;
  static final String ACTIVE_JOB_RANGES = JOB_RANGES + ACTIVE;

  static final String UNFINISHED_SUBMISSIONS = SUBMISSIONS + UNFINISHED + BY_ID;
  static final String UNFINISHED_JOBS = JOBS + UNFINISHED + BY_NUMBER;
  static final String UNFINISHED_JOB_RANGES = JOB_RANGES + UNFINISHED;

  private SubmissionSql() {}
}
