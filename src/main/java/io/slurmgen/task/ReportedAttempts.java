package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptReports;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attempts that tasks have started, and ended, without writing to the catalog, to be recorded by a
 * command.
 *
 * <p>Safe to use by several processes: recording the same twice is harmless. The files of a job's
 * newest attempt stay until the job has all its samples: they keep a node that sees an old catalog
 * from giving the attempt's number out once more.
 */
public final class ReportedAttempts {

  /** How long the last bytes of another node may take to be seen here. */
  private static final Duration DELAY = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final Clock clock;
  private final AttemptFiles files;

  /** Those of a cache directory. */
  public ReportedAttempts(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
    this.files = new AttemptFiles(catalog.directory());
  }

  /** Whether tasks of a directory only append. */
  public static boolean areUsedIn(CacheDirectory directory) {
    return new AttemptFiles(directory).isUsed();
  }

  /** Whether tasks of this directory only append. */
  public boolean areUsed() {
    return files.isUsed();
  }

  /** Tells tasks from now on whether they only append. */
  public void use(boolean tasksOnlyAppend) throws IOException {
    if (tasksOnlyAppend) {
      files.use();
    } else if (files.isUsed()) {
      record();
      forgetEnded();
      files.useNoMore();
    }
  }

  /** Whether an attempt has said how it ended, and that is not recorded yet. */
  public boolean hasEnded(long job, int attempt) throws IOException {
    return files.end(job, attempt).isPresent();
  }

  /** Records all of them, in order. */
  public void record() throws IOException {
    for (Map.Entry<Long, List<Integer>> job : files.started().entrySet()) {
      for (int number : job.getValue()) {
        if (!record(job.getKey(), number)) {
          break;
        }
      }
    }
  }

  /** Whether the later attempts of the job may be recorded as well. */
  private boolean record(long job, int number) throws IOException {
    Optional<AttemptClaim> claim = files.claim(job, number);
    if (claim.isEmpty()) {
      return true; // Another command has been quicker.
    }
    if (!start(claim.get())) {
      files.remove(job, number);
      return true;
    }
    if (files.makingLater(job, number).isEmpty()) {
      return false;
    }
    adopt(claim.get());
    end(claim.get(), job, number);
    boolean hasLater = files.started(job).stream().anyMatch(other -> other > number);
    if (hasLater || isOver(claim.get())) {
      files.remove(job, number);
    }
    return true;
  }

  /** Whether the attempt is the newest one of the catalog now. */
  private boolean start(AttemptClaim claim) throws IOException {
    Optional<AttemptReports.Standing> job = standing(claim);
    if (job.isEmpty() || job.get().attempt() > claim.number()) {
      return false;
    }
    if (job.get().attempt() < claim.number()) {
      try {
        catalog
            .attemptReports()
            .start(claim.start(), claim.number(), Instant.ofEpochMilli(claim.startedMillis()));
      } catch (SupersededException e) {
        return false;
      }
    }
    return true;
  }

  private Optional<AttemptReports.Standing> standing(AttemptClaim claim) throws IOException {
    return catalog.attemptReports().standing(claim.submission(), claim.jobNumber());
  }

  private void adopt(AttemptClaim claim) throws IOException {
    Optional<AttemptRow> attempt = catalog.attempts().newest(claim.submission(), claim.jobNumber());
    if (attempt.isPresent() && attempt.get().number() == claim.number()) {
      new UnrecordedSegments(catalog).adopt(attempt.get());
    }
  }

  private void end(AttemptClaim claim, long job, int number) throws IOException {
    Optional<AttemptFiles.End> said = files.end(job, number);
    Optional<AttemptRow> attempt = catalog.attempts().newest(claim.submission(), claim.jobNumber());
    if (said.isEmpty() || attempt.isEmpty() || attempt.get().number() != number) {
      return;
    }
    JobEnd end = said.get().end();
    if (end.state() == JobState.DONE && !attempt.get().missing().isEmpty()) {
      if (Duration.between(said.get().when(), clock.instant()).compareTo(DELAY) < 0) {
        return;
      }
      end =
          JobEnd.of(
              JobState.FAILED,
              EndReason.OTHER,
              "it ended with all its samples, of which %d are not to be seen in its segments"
                  .formatted(attempt.get().missing().samples()));
    }
    catalog.attemptReports().end(attempt.get(), end, said.get().when());
    files.removeEnd(job, number);
  }

  /** A cancelled task may still say what it has made before it was ended. */
  private boolean isOver(AttemptClaim claim) throws IOException {
    JobState state = standing(claim).map(AttemptReports.Standing::state).orElse(JobState.DONE);
    return state == JobState.DONE || state == JobState.RELEASED;
  }

  /** Forgets attempts of jobs that do nothing at present, which the catalog knows. */
  private void forgetEnded() throws IOException {
    for (Map.Entry<Long, List<Integer>> job : files.started().entrySet()) {
      for (int number : job.getValue()) {
        Optional<AttemptClaim> claim = files.claim(job.getKey(), number);
        if (claim.isPresent() && files.end(job.getKey(), number).isEmpty()) {
          Optional<AttemptReports.Standing> known = standing(claim.get());
          if (known.isEmpty()
              || (known.get().attempt() >= number && !known.get().state().isActive())) {
            files.remove(job.getKey(), number);
          }
        }
      }
    }
  }
}
