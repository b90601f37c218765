package io.slurmgen.catalog.jobs;

import static io.slurmgen.sqlite.generated.Tables.JOB;
import static io.slurmgen.sqlite.generated.Tables.JOB_ARRAY;
import static io.slurmgen.sqlite.generated.Tables.SUBMISSION;

import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;

/**
 * The sbatch calls of submissions. A call is recorded before it is made and its result right after
 * it, so that after a crash in between the job is looked for by its name and not submitted twice.
 */
public final class JobArrays {

  private final CatalogConnection catalog;

  public JobArrays(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * Records sbatch calls that are about to be made; their jobs are pending from now on. A job that
   * was released stays so: its samples would be made twice.
   *
   * @param submission as the caller knows it
   * @param submitter the process that is going to call sbatch
   * @param cluster the name of the cluster that is going to be called
   * @return the calls in the order given
   * @throws io.slurmgen.UserError if one of the jobs is no longer as the caller knows it: another
   *     command has submitted it meanwhile, or it runs again
   */
  public List<JobArrayRow> intend(
      SubmissionRow submission,
      Submitter submitter,
      String cluster,
      List<JobArrayRow.Request> requests)
      throws IOException {
    return catalog.write(
        () -> {
          new SubmissionQueries(catalog).refuseChanged(submission.id(), jobs(submission, requests));
          catalog
              .sql()
              .update(SUBMISSION)
              .set(SUBMISSION.NODE, submitter.node())
              .set(SUBMISSION.PID, submitter.pid())
              .set(SUBMISSION.PID_SINCE_MS, catalog.nowMillis())
              .where(SUBMISSION.ID.eq(submission.id()))
              .execute();
          return requests.stream().map(request -> insert(submission, cluster, request)).toList();
        });
  }

  private static List<JobRow> jobs(SubmissionRow submission, List<JobArrayRow.Request> requests) {
    Set<Integer> wanted = new HashSet<>();
    requests.forEach(request -> wanted.addAll(request.jobs()));
    return submission.jobs().stream().filter(job -> wanted.contains(job.number())).toList();
  }

  private JobArrayRow insert(
      SubmissionRow submission, String cluster, JobArrayRow.Request request) {
    long id =
        catalog
            .sql()
            .insertInto(JOB_ARRAY)
            .set(JOB_ARRAY.SUBMISSION_ID, submission.id())
            .set(JOB_ARRAY.NAME, request.name())
            .set(JOB_ARRAY.JOBS, request.spec())
            .set(JOB_ARRAY.FIRST_JOB, (long) request.firstJob())
            .set(JOB_ARRAY.STATE, inCatalog(JobArrayRow.State.INTENDED))
            .set(JOB_ARRAY.TIME_LIMIT_MINUTES, request.timeLimitMinutes())
            .set(JOB_ARRAY.MEM_PER_CPU, request.memPerCpu())
            .set(JOB_ARRAY.MAX_PARALLEL, (long) request.maxParallel())
            .set(JOB_ARRAY.USER_OPTIONS, request.userOptions())
            .set(JOB_ARRAY.CLUSTER, cluster)
            .set(JOB_ARRAY.CREATED_MS, catalog.nowMillis())
            .returning(JOB_ARRAY.ID)
            .fetchSingle()
            .getId();
    catalog
        .sql()
        .update(JOB)
        .set(JOB.JOB_ARRAY_ID, id)
        .set(JOB.STATE, JobState.PENDING.inCatalog())
        .setNull(JOB.REASON)
        .setNull(JOB.ERROR)
        .setNull(JOB.UNSEEN_MS)
        .where(JOB.SUBMISSION_ID.eq(submission.id()))
        .and(JOB.NUMBER.in(request.jobs()))
        .and(JOB.STATE.ne(JobState.RELEASED.inCatalog()))
        .execute();
    return query(JOB_ARRAY.ID.eq(id)).get(0);
  }

  /**
   * Records that Slurm has taken an array.
   *
   * @return false if the call was given up meanwhile: Slurm must not run it then
   */
  public boolean submitted(JobArrayRow array, long slurmJobId) throws IOException {
    return catalog.write(
        () ->
            catalog
                    .sql()
                    .update(JOB_ARRAY)
                    .set(JOB_ARRAY.STATE, inCatalog(JobArrayRow.State.SUBMITTED))
                    .set(JOB_ARRAY.SLURM_JOB_ID, slurmJobId)
                    .where(JOB_ARRAY.ID.eq(array.id()))
                    .and(JOB_ARRAY.STATE.ne(inCatalog(JobArrayRow.State.REJECTED)))
                    .execute()
                > 0);
  }

  /**
   * Records that an array is not with Slurm, unless it is known to be; its jobs that still wait for
   * it have failed.
   *
   * @param error what sbatch said
   */
  public void rejected(JobArrayRow array, String error) throws IOException {
    catalog.write(
        () -> {
          int changed =
              catalog
                  .sql()
                  .update(JOB_ARRAY)
                  .set(JOB_ARRAY.STATE, inCatalog(JobArrayRow.State.REJECTED))
                  .set(JOB_ARRAY.ERROR, error)
                  .where(JOB_ARRAY.ID.eq(array.id()))
                  .and(JOB_ARRAY.STATE.eq(inCatalog(JobArrayRow.State.INTENDED)))
                  .execute();
          return changed == 0 ? 0 : failWaiting(array, error);
        });
  }

  private int failWaiting(JobArrayRow array, String error) {
    return catalog
        .sql()
        .update(JOB)
        .set(JOB.STATE, JobState.FAILED.inCatalog())
        .set(JOB.REASON, EndReason.NOT_SUBMITTED.name())
        .set(JOB.ERROR, error)
        .where(JOB.JOB_ARRAY_ID.eq(array.id()))
        .and(JOB.STATE.eq(JobState.PENDING.inCatalog()))
        .execute();
  }

  /** The calls whose outcome is not recorded. */
  public List<JobArrayRow> intended() throws IOException {
    return catalog.read(() -> query(JOB_ARRAY.STATE.eq(inCatalog(JobArrayRow.State.INTENDED))));
  }

  /** The calls with the given keys. */
  public List<JobArrayRow> find(Set<Long> ids) throws IOException {
    return catalog.read(() -> query(JOB_ARRAY.ID.in(ids)));
  }

  /** The calls of a submission, the newest last. */
  public List<JobArrayRow> of(SubmissionRow submission) throws IOException {
    return catalog.read(() -> query(JOB_ARRAY.SUBMISSION_ID.eq(submission.id())));
  }

  private List<JobArrayRow> query(Condition condition) {
    return catalog
        .sql()
        .selectFrom(JOB_ARRAY)
        .where(condition)
        .orderBy(JOB_ARRAY.ID)
        .fetch(this::array);
  }

  private JobArrayRow array(Record row) {
    Long slurmJobId = row.get(JOB_ARRAY.SLURM_JOB_ID);
    long id = row.get(JOB_ARRAY.ID);
    return new JobArrayRow(
        id,
        row.get(JOB_ARRAY.SUBMISSION_ID),
        new JobArrayRow.Request(
            row.get(JOB_ARRAY.NAME),
            jobsOf(id),
            row.get(JOB_ARRAY.JOBS),
            row.get(JOB_ARRAY.FIRST_JOB).intValue(),
            row.get(JOB_ARRAY.TIME_LIMIT_MINUTES),
            row.get(JOB_ARRAY.MEM_PER_CPU),
            row.get(JOB_ARRAY.MAX_PARALLEL).intValue(),
            row.get(JOB_ARRAY.USER_OPTIONS)),
        JobArrayRow.State.valueOf(row.get(JOB_ARRAY.STATE).toUpperCase(Locale.ROOT)),
        slurmJobId == null ? OptionalLong.empty() : OptionalLong.of(slurmJobId),
        Optional.ofNullable(row.get(JOB_ARRAY.CLUSTER)),
        Instant.ofEpochMilli(row.get(JOB_ARRAY.CREATED_MS)));
  }

  /** The jobs for which this is the newest call. */
  private List<Integer> jobsOf(long id) {
    return catalog
        .sql()
        .select(JOB.NUMBER.cast(Integer.class))
        .from(JOB)
        .where(JOB.JOB_ARRAY_ID.eq(id))
        .orderBy(JOB.NUMBER)
        .fetch(row -> row.value1());
  }

  private static String inCatalog(JobArrayRow.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
