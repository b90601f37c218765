package io.slurmgen.catalog.jobs;

import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobState;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A job with all that its samples are made from.
 *
 * @param id its key
 * @param attempt its newest attempt, 0 where none has started
 */
public record JobOrigin(
    ParamSetRow paramSet,
    long id,
    int attempt,
    JobState state,
    Optional<SubmissionRow.Preprocessing> preprocessing) {

  /** Parameters: submission, job number. */
  private static final String JOB =
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

  /** Returns a job by its submission and number; used inside a transaction. */
  public static Optional<JobOrigin> find(CatalogConnection catalog, long submission, int number)
      throws SQLException {
    return catalog.statements().first(JOB, JobOrigin::of, submission, number);
  }

  private static JobOrigin of(Row row) throws SQLException {
    return new JobOrigin(
        Counts.paramSet(row),
        row.number(7),
        row.smallNumber(8),
        JobState.ofCatalog(row.text(9)),
        preprocessing(row));
  }

  private static Optional<SubmissionRow.Preprocessing> preprocessing(Row row) throws SQLException {
    return row.optionalText(12).isEmpty()
        ? Optional.empty()
        : Optional.of(new SubmissionRow.Preprocessing(row.number(10), row.text(11), row.text(12)));
  }

  /** Returns the attempt of this job that wrote a segment, without the samples it is to make. */
  public AttemptRow attempt(SegmentOrigin origin) {
    return new AttemptRow(
        origin.job(),
        origin.attempt(),
        origin.jobNumber(),
        origin.submission(),
        paramSet,
        preprocessing,
        IndexRanges.none());
  }
}
