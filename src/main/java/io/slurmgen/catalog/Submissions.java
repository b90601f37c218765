package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.JOB_RANGE;
import static io.slurmgen.catalog.generated.Tables.SUBMISSION;

import io.slurmgen.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Submissions and their jobs as the submitting side sees them. */
public final class Submissions {

  private final CatalogConnection catalog;
  private final SubmissionQueries queries;

  Submissions(CatalogConnection catalog) {
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
          IndexRanges indexes = coverage.recorded().plus(inFlight).lowestFree(samples);
          releaseOthers(set, indexes);
          return Optional.of(queries.get(insert(wanted, set, indexes)));
        });
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

  private IndexRanges inFlight(ParamSetRow set) {
    return new Coverage(catalog, set.id(), Optional.empty()).inFlight();
  }

  private long missing(NewSubmission.Amount amount, ParamSetRow set, IndexRanges inFlight) {
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

  /** All submissions, the newest last. */
  public List<SubmissionRow> all() throws IOException {
    return catalog.read(queries::all);
  }

  /** The submissions from which samples may still come, the newest last. */
  public List<SubmissionRow> active() throws IOException {
    return catalog.read(queries::active);
  }

  /**
   * Ends the pending and running jobs of a submission, whose processes are known to be gone; those
   * with all their samples are done.
   *
   * @param states only jobs in these states
   * @param ended the state of those with missing samples
   * @param error why, one line
   */
  public void end(
      SubmissionRow submission, Set<JobState> states, JobState ended, Optional<String> error)
      throws IOException {
    catalog.write(
        () -> {
          for (JobRow job : queries.get(submission.id()).jobs()) {
            if (states.contains(job.state())) {
              boolean done = job.recorded() == job.ranges().samples();
              catalog
                  .sql()
                  .update(JOB)
                  .set(JOB.STATE, (done ? JobState.DONE : ended).inCatalog())
                  .set(JOB.ERROR, done ? null : error.orElse(null))
                  .where(JOB.ID.eq(job.id()))
                  .execute();
            }
          }
          return null;
        });
  }

  private long insert(NewSubmission wanted, ParamSetRow set, IndexRanges indexes) {
    long submission =
        catalog
            .sql()
            .insertInto(SUBMISSION)
            .set(SUBMISSION.PARAM_SET_ID, set.id())
            .set(SUBMISSION.EXECUTOR, wanted.executor().inCatalog())
            .set(SUBMISSION.SAMPLES, indexes.samples())
            .set(SUBMISSION.CODE_HASH, wanted.codeHash())
            .set(SUBMISSION.NODE, wanted.submitter().node())
            .set(SUBMISSION.PID, wanted.submitter().pid())
            .set(SUBMISSION.CREATED_MS, catalog.nowMillis())
            .returning(SUBMISSION.ID)
            .fetchSingle()
            .getId();
    insertJobs(submission, indexes.split(wanted.jobs()));
    return submission;
  }

  private void insertJobs(long submission, List<IndexRanges> shares) {
    for (int number = 0; number < shares.size(); number++) {
      long job =
          catalog
              .sql()
              .insertInto(JOB)
              .set(JOB.SUBMISSION_ID, submission)
              .set(JOB.NUMBER, (long) number)
              .set(JOB.STATE, JobState.PENDING.inCatalog())
              .returning(JOB.ID)
              .fetchSingle()
              .getId();
      for (IndexRange range : shares.get(number).ranges()) {
        catalog
            .sql()
            .insertInto(JOB_RANGE, JOB_RANGE.JOB_ID, JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
            .values(job, range.first(), range.samples())
            .execute();
      }
    }
  }

  /** Fences the ended jobs whose missing samples the new submission makes. */
  private void releaseOthers(ParamSetRow set, IndexRanges indexes) {
    List<Long> jobs =
        queries.of(set.id()).stream()
            .filter(submission -> submission.preprocessing().isEmpty())
            .flatMap(submission -> submission.jobs().stream())
            .filter(job -> !job.state().isActive() && job.state() != JobState.DONE)
            .filter(job -> !indexes.minus(job.ranges()).equals(indexes))
            .map(JobRow::id)
            .toList();
    catalog
        .sql()
        .update(JOB)
        .set(JOB.STATE, JobState.RELEASED.inCatalog())
        .set(JOB.ATTEMPT, JOB.ATTEMPT.plus(1))
        .where(JOB.ID.in(jobs))
        .execute();
  }
}
