package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.catalog.Submitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;

/**
 * Finds local runs of this host whose process died without a word, so that their missing samples
 * no longer count as coming. Runs of other hosts are taken to be alive.
 */
public final class LostLocalJobs {

  /** The kernel's start times of processes and the clock agree within a second or so. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  private LostLocalJobs() {}

  /** Marks their jobs as lost. */
  public static void mark(Catalog catalog) throws IOException {
    String here = Submitter.thisNode();
    for (SubmissionRow submission : catalog.submissions().active()) {
      if (submission.executor() == ExecutorKind.LOCAL
          && submission.node().equals(here)
          && !isAlive(submission)) {
        catalog
            .submissions()
            .end(
                submission,
                EnumSet.of(JobState.PENDING, JobState.RUNNING),
                JobEnd.of(
                    JobState.LOST,
                    EndReason.LOST,
                    "process " + submission.pid() + " on " + here + " is gone"));
      }
    }
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
