package io.slurmgen.catalog.jobs;

import static io.slurmgen.sqlite.generated.Tables.ATTEMPT;
import static io.slurmgen.sqlite.generated.Tables.JOB;
import static org.jooq.impl.DSL.sum;

import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How jobs ended, as what looks after them from outside records it. */
public final class JobEnds {

  private final CatalogConnection catalog;
  private final SubmissionQueries queries;

  public JobEnds(CatalogConnection catalog) {
    this.catalog = catalog;
    this.queries = new SubmissionQueries(catalog);
  }

  /**
   * Ends jobs of a submission whose processes are known to be gone; those with all their samples
   * are done.
   *
   * @param states only jobs in these states
   * @param end of those with missing samples
   */
  public void end(SubmissionRow submission, Set<JobState> states, JobEnd end) throws IOException {
    catalog.write(
        () -> {
          for (JobRow job : queries.get(submission.id()).jobs()) {
            if (states.contains(job.state())) {
              setEnd(job, end);
            }
          }
          return null;
        });
  }

  /**
   * Records how jobs ended of which something else than their task tells. A job that is no longer
   * in the state and at the attempt given here is left as it is.
   */
  public void end(Map<JobRow, JobEnd> ends) throws IOException {
    catalog.write(
        () -> {
          ends.forEach(this::setEnd);
          return null;
        });
  }

  private void setEnd(JobRow job, JobEnd wanted) {
    JobEnd end = hasAllSamples(job) ? JobEnd.done() : wanted;
    catalog
        .sql()
        .update(JOB)
        .set(JOB.STATE, end.state().inCatalog())
        .set(JOB.REASON, end.reason().map(Enum::name).orElse(null))
        .set(JOB.ERROR, end.error().orElse(null))
        .where(JOB.ID.eq(job.id()).and(JOB.ATTEMPT.eq((long) job.attempt())))
        .and(JOB.STATE.eq(job.state().inCatalog()))
        .execute();
  }

  /** Samples may have been recorded since the caller looked. */
  private boolean hasAllSamples(JobRow job) {
    BigDecimal recorded =
        catalog
            .sql()
            .select(sum(ATTEMPT.SAMPLES))
            .from(ATTEMPT)
            .where(ATTEMPT.JOB_ID.eq(job.id()))
            .fetchSingle()
            .value1();
    return recorded != null && recorded.longValue() == job.ranges().samples();
  }

  /** Records since when Slurm does not know jobs any more, or that it knows them again. */
  public void setUnseen(Map<JobRow, Optional<Instant>> jobs) throws IOException {
    catalog.write(
        () -> {
          jobs.forEach(
              (job, since) ->
                  catalog
                      .sql()
                      .update(JOB)
                      .set(JOB.UNSEEN_MS, since.map(Instant::toEpochMilli).orElse(null))
                      .where(JOB.ID.eq(job.id()))
                      .execute());
          return null;
        });
  }
}
