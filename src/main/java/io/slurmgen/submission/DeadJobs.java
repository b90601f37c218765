package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.unrecorded.ReportedAttempts;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Jobs that have ended without a word of their own, to be ended in the catalog. */
final class DeadJobs {

  private final Catalog catalog;
  private final Map<JobRow, JobEnd> ends = new LinkedHashMap<>();

  DeadJobs(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Adds a job; what its last attempt has written and not recorded is recorded at once.
   *
   * @param end how it ended if samples are missing then
   */
  void add(SubmissionRow submission, JobRow job, JobEnd end) throws IOException {
    ReportedAttempts reported = new ReportedAttempts(catalog, Clock.systemUTC());
    if (reported.areUsed()) {
      if (!end.state().isActive()) {
        reported.shutOut(job.id());
      }
      reported.record();
      if (reported.hasEnded(job.id(), job.attempt())) {
        return; // Its own word counts, once all of its last chunks are to be seen.
      }
    }
    if (job.attempt() > 0 && job.missing() > 0) {
      Optional<AttemptRow> attempt = catalog.attempts().newest(submission.id(), job.number());
      if (attempt.isPresent()) {
        new UnrecordedSegments(catalog).adopt(attempt.get());
      }
    }
    ends.put(job, end);
  }

  /** Ends them, unless they have moved on since they were looked at. */
  void end() throws IOException {
    if (!ends.isEmpty()) {
      catalog.jobEnds().end(ends);
    }
  }
}
