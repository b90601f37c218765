package io.slurmgen.catalog.jobs;

import static io.slurmgen.sqlite.generated.Tables.JOB;
import static io.slurmgen.sqlite.generated.Tables.SUBMISSION;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.Groups;
import io.slurmgen.catalog.samples.ParamSets;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Submissions and their jobs as the submitting side sees them. */
public final class Submissions {

  /** Parameters: parameter set, preprocessed or null. */
  private static final String ENDED_RANGES =
      """
      select job.id, job_range.first_index, job_range.samples from submission
        join job on job.submission_id = submission.id
        join job_range on job_range.job_id = job.id
      where (submission.param_set_id = ? and (submission.preprocessed_id is ?)
        and job.state not in ('done', 'released')
        and job.state in ('interrupted', 'failed', 'lost', 'cancelled'))
      """;

  private static final String RELEASE_JOB =
      """
      update job set state = 'released', attempt = (job.attempt + 1)
      where job.id = ?
      """;

  private static final String INSERT_SUBMISSION =
      """
      insert into submission (param_set_id, preprocessed_id, executor, samples, code_hash, node,
        pid, pid_since_ms, created_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_JOB =
      "insert into job (submission_id, number, state) values (?, ?, 'pending')";

  private static final String INSERT_JOB_RANGE =
      "insert into job_range (job_id, first_index, samples) values (?, ?, ?)";

  private final CatalogConnection catalog;
  private final SubmissionQueries queries;

  public Submissions(CatalogConnection catalog) {
    this.catalog = catalog;
    this.queries = new SubmissionQueries(catalog);
  }

  /**
   * Hands out sample indexes and records the submission with its jobs, all pending. The indexes are
   * the lowest that are neither recorded nor in flight, so that what an interrupted run has left
   * out is made by the next one. Makes the dataset and the parameter set where they are new.
   *
   * @return empty where the wanted total is reached, counting what is in flight
   * @throws UserError if the parameter set has another seed than the wanted one
   */
  public Optional<SubmissionRow> create(NewSubmission wanted) throws IOException {
    return catalog.write(
        () -> {
          ParamSetRow set = new ParamSets(catalog).findOrCreate(wanted);
          Coverage coverage = new Coverage(catalog, set.id(), Optional.empty());
          IndexRanges inFlight = coverage.inFlight();
          long samples = missing(wanted.amount(), set, inFlight);
          if (samples == 0) {
            return Optional.empty();
          }
          IndexRanges indexes = coverage.counted().plus(inFlight).lowestFree(samples);
          releaseOthers(set.id(), Optional.empty(), indexes);
          Request request =
              new Request(
                  set.id(),
                  Optional.empty(),
                  wanted.executor(),
                  wanted.codeHash(),
                  wanted.submitter());
          return Optional.of(insert(request, indexes.split(wanted.jobs())));
        },
        () -> new MoveJournal(catalog).catchUp("the submission is recorded and does not run"));
  }

  /**
   * How many samples {@link #create} would hand out; nothing is written.
   *
   * @param dataset the dataset's name
   * @param hash the parameters' hash
   */
  public long missing(NewSubmission.Amount amount, String dataset, String hash) throws IOException {
    return catalog.read(
        () -> {
          Optional<ParamSetRow> set = new ParamSets(catalog).find(dataset, hash);
          return set.isEmpty() ? amount.samples() : missing(amount, set.get(), inFlight(set.get()));
        });
  }

  /** How many raw samples a parameter set has, counting those in flight. */
  public long rawAndInFlight(ParamSetRow set) throws IOException {
    return catalog.read(
        () -> new Groups(catalog).raw(set.id()).samples() + inFlight(set).samples());
  }

  private IndexRanges inFlight(ParamSetRow set) throws SQLException {
    return new Coverage(catalog, set.id(), Optional.empty()).inFlight();
  }

  private long missing(NewSubmission.Amount amount, ParamSetRow set, IndexRanges inFlight)
      throws SQLException {
    if (!amount.isTotal()) {
      return amount.samples();
    }
    long raw = new Groups(catalog).raw(set.id()).samples();
    return Math.max(0, amount.samples() - raw - inFlight.samples());
  }

  /** The submission of that number, if there is one. */
  public Optional<SubmissionRow> find(long id) throws IOException {
    return catalog.read(() -> queries.find(id));
  }

  /** The number of the newest submission, if there is one; the next one gets the next number. */
  public OptionalLong newest() throws IOException {
    return catalog.read(queries::newest);
  }

  /** All submissions, the newest last: every job ever made. */
  public List<SubmissionRow> all() throws IOException {
    return catalog.read(queries::all);
  }

  /** The submissions with a job that lacks samples which no other job makes, the newest last. */
  public List<SubmissionRow> unfinished() throws IOException {
    return catalog.read(queries::unfinished);
  }

  /** The submissions from which samples may still come, the newest last. */
  public List<SubmissionRow> active() throws IOException {
    return catalog.read(queries::active);
  }

  /** The amount and the parameter set of a submission. */
  record Request(
      long paramSetId,
      Optional<Long> preprocessedId,
      ExecutorKind executor,
      String codeHash,
      Submitter submitter) {}

  /** Records a submission with one pending job for each share. Used inside a transaction. */
  SubmissionRow insert(Request request, List<IndexRanges> shares) throws SQLException {
    long submission =
        catalog
            .statements()
            .insert(
                INSERT_SUBMISSION,
                request.paramSetId(),
                request.preprocessedId().orElse(null),
                request.executor().inCatalog(),
                shares.stream().mapToLong(IndexRanges::samples).sum(),
                request.codeHash(),
                request.submitter().node(),
                request.submitter().pid(),
                catalog.nowMillis(),
                catalog.nowMillis());
    insertJobs(submission, shares);
    return queries.get(submission);
  }

  private void insertJobs(long submission, List<IndexRanges> shares) throws SQLException {
    for (int number = 0; number < shares.size(); number++) {
      long job = catalog.statements().insert(INSERT_JOB, submission, number);
      for (IndexRange range : shares.get(number).ranges()) {
        catalog.statements().update(INSERT_JOB_RANGE, job, range.first(), range.samples());
      }
    }
  }

  /**
   * Fences the ended jobs whose missing samples a new submission is going to make. Used inside a
   * transaction.
   */
  void releaseOthers(long paramSetId, Optional<Long> preprocessedId, IndexRanges indexes)
      throws SQLException {
    Set<Long> released = new HashSet<>();
    List<JobRange> ended =
        catalog
            .statements()
            .query(ENDED_RANGES, JobRange::of, paramSetId, preprocessedId.orElse(null));
    for (JobRange range : ended) {
      if (indexes.overlaps(range.indexes())) {
        released.add(range.job());
      }
    }
    for (long job : released) {
      catalog.statements().update(RELEASE_JOB, job);
    }
  }

  /**
   * Makes jobs of a local submission pending again, to be run by another process.
   *
   * @param jobs as the caller knows them
   * @return the submission as it is then
   * @throws UserError if one of the jobs is no longer so: another command runs it again, or makes
   *     its samples
   */
  public SubmissionRow restart(SubmissionRow submission, List<JobRow> jobs, Submitter submitter)
      throws IOException {
    return catalog.write(
        () -> {
          queries.refuseChanged(submission.id(), jobs);
          catalog
              .sql()
              .update(SUBMISSION)
              .set(SUBMISSION.NODE, submitter.node())
              .set(SUBMISSION.PID, submitter.pid())
              .set(SUBMISSION.PID_SINCE_MS, catalog.nowMillis())
              .where(SUBMISSION.ID.eq(submission.id()))
              .execute();
          catalog
              .sql()
              .update(JOB)
              .set(JOB.STATE, JobState.PENDING.inCatalog())
              .setNull(JOB.REASON)
              .setNull(JOB.ERROR)
              .where(JOB.ID.in(jobs.stream().map(JobRow::id).toList()))
              .execute();
          return queries.get(submission.id());
        });
  }
}
