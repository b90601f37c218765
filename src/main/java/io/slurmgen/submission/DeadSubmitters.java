package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.catalog.Submitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds submissions whose submitting process on this host died without a word: the jobs that it ran
 * itself are lost, and those that it had not yet given to Slurm were never submitted. Their missing
 * samples then no longer count as coming. Processes of other hosts are taken to be alive.
 */
public final class DeadSubmitters {

  /** The kernel's start times of processes and the clock agree within a few seconds. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  private DeadSubmitters() {}

  /** Ends their jobs in the catalog. */
  public static void mark(Catalog catalog) throws IOException {
    String here = Submitter.thisNode();
    Map<JobRow, JobEnd> ends = new HashMap<>();
    for (SubmissionRow submission : catalog.submissions().active()) {
      if (submission.node().equals(here) && !isAlive(submission)) {
        submission.jobs().stream()
            .filter(job -> job.state().isActive())
            .filter(job -> submission.executor() == ExecutorKind.LOCAL || !wasSubmitted(job))
            .forEach(job -> ends.put(job, end(submission)));
      }
    }
    if (!ends.isEmpty()) {
      catalog.submissions().end(ends);
    }
  }

  private static boolean wasSubmitted(JobRow job) {
    return job.jobArrayId().isPresent();
  }

  private static JobEnd end(SubmissionRow submission) {
    String error = "process " + submission.pid() + " on " + submission.node() + " is gone";
    return submission.executor() == ExecutorKind.LOCAL
        ? JobEnd.of(JobState.LOST, EndReason.LOST, error)
        : JobEnd.of(JobState.FAILED, EndReason.NOT_SUBMITTED, error);
  }

  /** A process that started after the submission only has the same number. */
  private static boolean isAlive(SubmissionRow submission) {
    Instant latest = submission.pidSince().plus(CLOCK_DIFFERENCE);
    return ProcessHandle.of(submission.pid())
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().orElse(latest))
        .filter(start -> !start.isAfter(latest))
        .isPresent();
  }
}
