package io.slurmgen.catalog;

/**
 * The statements of what must start quickly: listing, loading, and the work of a task. They go to
 * JDBC as they stand here; a test holds each against what jOOQ renders from the generated classes,
 * so that they cannot fall behind the schema.
 */
final class PinnedSql {

  static final String DATASETS = "select dataset.name from dataset order by dataset.name";

  /** Parameters: the dataset's name or null for all, twice. */
  static final String COUNTS =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed,
        (select count(*) from param_set_code
          where param_set_code.param_set_id = param_set.id) as codes,
        sample_group.id, sample_group.name, sample_group.samples,
        preprocessed.id, preprocessed.name, preprocessed.samples
      from param_set
        join dataset on dataset.id = param_set.dataset_id
        join sample_group on sample_group.param_set_id = param_set.id
        left outer join preprocessed on preprocessed.group_id = sample_group.id
      where (? is null or dataset.name = ?)
      order by dataset.name, param_set.number, sample_group.id, preprocessed.id
      """;

  /** Parameters: parameter set, name. */
  static final String GROUP_ID =
      """
      select sample_group.id from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = ?)
      """;

  /** Parameters: group. */
  static final String GROUP_RANGES =
      """
      select sample_range.first_index, sample_range.samples from sample_range
      where sample_range.group_id = ?
      order by sample_range.move_id, sample_range.first_index
      """;

  /** Parameters: parameter set. */
  static final String SET_RANGES =
      """
      select sample_range.first_index, sample_range.samples, sample_range.group_id,
        sample_range.move_id, move.group_id, move.samples
      from sample_range
        left outer join move on move.id = sample_range.move_id
      where sample_range.param_set_id = ?
      order by sample_range.first_index
      """;

  /** Parameters: group, parameter set, name. */
  static final String GROUP_COUNT =
      """
      select sample_group.samples from sample_group
      where (sample_group.id = ? and sample_group.param_set_id = ? and sample_group.name = ?)
      """;

  /**
   * Parameters: first index, parameter set, preprocessed or null, end index, parameter set,
   * preprocessed or null, first index, first index.
   */
  static final String LOCATIONS =
      """
      select segment.path, segment.first_index, segment.samples, segment.length_bytes,
        (select chunk.offset_bytes from chunk
          where (chunk.segment_id = segment.id
            and chunk.first_index <= max(?, segment.first_index))
          order by chunk.first_index desc limit 1) as offset_bytes
      from segment
      where (segment.param_set_id = ? and (segment.preprocessed_id is ?)
        and segment.first_index < ?
        and segment.first_index >= coalesce(
          (select max(earlier.first_index) from segment as earlier
            where (earlier.param_set_id = ? and (earlier.preprocessed_id is ?)
              and earlier.first_index <= ?)), 0)
        and (segment.first_index + segment.samples) > ?)
      order by segment.first_index
      """;

  /** Parameters: submission, job number. */
  static final String JOB =
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

  static final String JOB_RANGES =
      "select job_range.first_index, job_range.samples from job_range where job_range.job_id = ?";

  /** Parameters: parameter set, end index, first index. */
  static final String SAMPLE_RANGES =
      """
      select sample_range.first_index, sample_range.samples from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index < ?
        and (sample_range.first_index + sample_range.samples) > ?)
      """;

  /** Parameters: preprocessed, end index, first index. */
  static final String PREPROCESSED_RANGES =
      """
      select preprocessed_range.first_index, preprocessed_range.samples from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index < ?
        and (preprocessed_range.first_index + preprocessed_range.samples) > ?)
      """;

  static final String START_JOB =
      """
      update job set attempt = ?, state = 'running', reason = null, error = null, unseen_ms = null
      where job.id = ?
      """;

  static final String INSERT_ATTEMPT =
      """
      insert into attempt (job_id, number, node, slurm_job, log, code_hash, started_ms)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  static final String NEWEST_ATTEMPT = "select job.attempt from job where job.id = ?";

  static final String SEGMENT =
      """
      select segment.id, segment.first_index, segment.samples, segment.length_bytes from segment
      where segment.path = ?
      """;

  static final String INSERT_SEGMENT =
      """
      insert into segment (param_set_id, preprocessed_id, job_id, attempt, path, first_index,
        samples, length_bytes)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String EXTEND_SEGMENT =
      """
      update segment set samples = (segment.samples + ?), length_bytes = ?
      where segment.id = ?
      """;

  static final String INSERT_CHUNK =
      """
      insert into chunk (segment_id, first_index, samples, offset_bytes, length_bytes, crc32c,
        nanos)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  /** Parameters: samples, parameter set, parameter set, first index, first index. */
  static final String EXTEND_RAW_RANGE =
      """
      update sample_range set samples = (sample_range.samples + ?)
      where (sample_range.param_set_id = ?
        and sample_range.first_index = (select max(earlier.first_index)
          from sample_range as earlier
          where (earlier.param_set_id = ? and earlier.first_index < ?))
        and (sample_range.first_index + sample_range.samples) = ?
        and sample_range.move_id is null)
      """;

  /** Parameters of this and the next: parameter set, first index. */
  static final String RAW_RANGE =
      """
      select sample_range.samples from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index = ?
        and sample_range.move_id is null)
      """;

  static final String DELETE_RAW_RANGE =
      """
      delete from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index = ?
        and sample_range.move_id is null)
      """;

  /** Parameters: first index, samples, parameter set. */
  static final String INSERT_RAW_RANGE =
      """
      insert into sample_range (param_set_id, first_index, samples, group_id)
      select sample_group.param_set_id, ?, ?, sample_group.id from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = 'raw')
      """;

  /** Parameters: samples, preprocessed, preprocessed, first index, first index. */
  static final String EXTEND_PREPROCESSED_RANGE =
      """
      update preprocessed_range set samples = (preprocessed_range.samples + ?)
      where (preprocessed_range.preprocessed_id = ?
        and preprocessed_range.first_index = (select max(earlier.first_index)
          from preprocessed_range as earlier
          where (earlier.preprocessed_id = ? and earlier.first_index < ?))
        and (preprocessed_range.first_index + preprocessed_range.samples) = ?)
      """;

  /** Parameters of this and the next: preprocessed, first index. */
  static final String PREPROCESSED_RANGE =
      """
      select preprocessed_range.samples from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index = ?)
      """;

  static final String DELETE_PREPROCESSED_RANGE =
      """
      delete from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index = ?)
      """;

  static final String INSERT_PREPROCESSED_RANGE =
      "insert into preprocessed_range (preprocessed_id, first_index, samples) values (?, ?, ?)";

  static final String TIMING =
      """
      select attempt.chunks, attempt.mean_nanos, attempt.stddev_nanos from attempt
      where (attempt.job_id = ? and attempt.number = ?)
      """;

  static final String UPDATE_ATTEMPT =
      """
      update attempt set samples = (attempt.samples + ?), chunks = ?,
        startup_nanos = coalesce(?, attempt.startup_nanos), mean_nanos = ?, stddev_nanos = ?
      where (attempt.job_id = ? and attempt.number = ?)
      """;

  static final String END_JOB =
      "update job set state = ?, reason = ?, error = ? where (job.id = ? and job.attempt = ?)";

  static final String END_ATTEMPT =
      "update attempt set ended_ms = max(?, attempt.started_ms)"
          + " where (attempt.job_id = ? and attempt.number = ?)";

  private PinnedSql() {}
}
