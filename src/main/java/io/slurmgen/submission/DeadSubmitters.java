package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds submissions whose submitting process died without a word: the jobs that it ran itself are
 * lost, and those that it had not yet given to Slurm were never submitted. Their missing samples
 * then no longer count as coming.
 *
 * <p>Processes of other hosts cannot be asked. Those that run jobs are taken to be alive, until
 * somebody cancels their submission; those that submit to be gone after a time that no submission
 * takes.
 */
public final class DeadSubmitters {

  /** The kernel's start times of processes and the clock agree within a few seconds. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  /** sbatch is given five minutes. */
  private static final Duration LONGEST_SUBMISSION = Duration.ofMinutes(30);

  private DeadSubmitters() {}

  /** Ends their jobs in the catalog. */
  public static void mark(Catalog catalog, Instant now) throws IOException {
    DeadJobs dead = new DeadJobs(catalog);
    for (SubmissionRow submission : catalog.submissions().active()) {
      if (isGone(submission, now)) {
        for (JobRow job : submission.jobs()) {
          if (job.state().isActive() && !isWithSlurm(submission, job)) {
            dead.add(submission, job, end(submission));
          }
        }
      }
    }
    dead.end();
  }

  /** Whether the process that submitted it last has ended. */
  static boolean isGone(SubmissionRow submission, Instant now) {
    if (submission.node().equals(Submitter.thisNode())) {
      return !isAlive(submission);
    }
    return submission.executor() == ExecutorKind.SLURM
        && now.isAfter(submission.pidSince().plus(LONGEST_SUBMISSION));
  }

  private static boolean isWithSlurm(SubmissionRow submission, JobRow job) {
    return submission.executor() == ExecutorKind.SLURM && job.jobArrayId().isPresent();
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
