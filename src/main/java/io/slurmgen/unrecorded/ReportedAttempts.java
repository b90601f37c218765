package io.slurmgen.unrecorded;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptReports;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.disk.PresentLength;
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
 * attempts stay until the job has all its samples: they keep a node that sees an old catalog from
 * giving an attempt's number out once more, and from making again what is recorded.
 */
public final class ReportedAttempts {

  private final Catalog catalog;
  private final Clock clock;
  private final AttemptFiles files;

  /** The ones of a cache directory. */
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

  /**
   * Whether attempts of a job have started so: what is in its segments is recorded by the next
   * command, or made again.
   *
   * @param job its key
   */
  public boolean haveStarted(long job) throws IOException {
    return !files.started(job).isEmpty();
  }

  /** Whether a job has such an attempt that is newer than all that the catalog knows. */
  public boolean areNewerThanRecorded(long job) throws IOException {
    List<Integer> started = files.started(job);
    return !started.isEmpty()
        && catalog
            .attemptReports()
            .standing(job)
            .filter(known -> known.attempt() >= started.get(started.size() - 1))
            .isEmpty();
  }

  /**
   * Lets the newest attempt of a job that Slurm has ended say nothing any more, so that what those
   * before it have written can be recorded.
   */
  public void shutOut(long job) throws IOException {
    List<Integer> started = files.started(job);
    if (!started.isEmpty()) {
      int newest = started.get(started.size() - 1);
      if (files.claim(job, newest).isEmpty()) {
        files.shut(job, newest);
      }
    }
  }

  /** Records all of them, in order. */
  public void record() throws IOException {
    for (Map.Entry<Long, List<Integer>> job : files.started().entrySet()) {
      if (!isOver(job.getKey())) {
        record(job.getKey(), job.getValue());
      }
      if (isOver(job.getKey())) {
        for (int number : job.getValue()) {
          files.remove(job.getKey(), number);
        }
      }
    }
  }

  private void record(long job, List<Integer> numbers) throws IOException {
    for (int number : numbers) {
      Optional<AttemptClaim> claim = files.claim(job, number);
      if (claim.isPresent()) { // else it has made nothing yet, if it ever does
        if (files.makingLater(job, number).isEmpty()) {
          return;
        }
        record(claim.get());
      }
    }
  }

  private void record(AttemptClaim claim) throws IOException {
    if (start(claim)) {
      Optional<AttemptRow> attempt = newest(claim);
      if (attempt.isPresent()) {
        end(claim, new UnrecordedSegments(catalog).adopt(attempt.get()));
      }
    }
  }

  /** Whether the attempt is the newest one of the catalog now. */
  private boolean start(AttemptClaim claim) throws IOException {
    Optional<AttemptReports.Standing> job = catalog.attemptReports().standing(claim.job());
    if (job.isPresent() && job.get().attempt() < claim.number()) {
      try {
        catalog
            .attemptReports()
            .start(claim.start(), claim.number(), Instant.ofEpochMilli(claim.startedMillis()));
      } catch (SupersededException e) {
        return false;
      }
    }
    return job.isPresent() && job.get().attempt() <= claim.number();
  }

  /** Empty where that is another attempt. */
  private Optional<AttemptRow> newest(AttemptClaim claim) throws IOException {
    return catalog
        .attempts()
        .newest(claim.submission(), claim.jobNumber())
        .filter(row -> row.jobId() == claim.job() && row.number() == claim.number());
  }

  private void end(AttemptClaim claim, List<IOException> refused) throws IOException {
    Optional<AttemptFiles.End> said = files.end(claim.job(), claim.number());
    Optional<AttemptRow> attempt = newest(claim);
    if (said.isEmpty() || attempt.isEmpty()) {
      return;
    }
    JobEnd end = said.get().end();
    if (end.state() == JobState.DONE && !attempt.get().missing().isEmpty()) {
      Duration since = Duration.between(said.get().when(), clock.instant());
      if (refused.isEmpty() && since.compareTo(PresentLength.KEPT_AT_MOST) < 0) {
        return;
      }
      end = failed(attempt.get(), refused);
    }
    catalog.attemptReports().end(attempt.get(), end, said.get().when());
    files.removeEnd(claim.job(), claim.number());
  }

  private static JobEnd failed(AttemptRow attempt, List<IOException> refused) {
    String error =
        refused.isEmpty()
            ? "it ended with all its samples, of which %d are not to be seen in its segments"
                .formatted(attempt.missing().samples())
            : refused.get(0).getMessage();
    return JobEnd.of(JobState.FAILED, EndReason.OTHER, error);
  }

  /** A cancelled task may still say what it has made before it was ended. */
  private boolean isOver(long job) throws IOException {
    JobState state =
        catalog
            .attemptReports()
            .standing(job)
            .map(AttemptReports.Standing::state)
            .orElse(JobState.DONE);
    return state == JobState.DONE || state == JobState.RELEASED;
  }

  /** Forgets attempts of jobs that do nothing at present, which the catalog knows. */
  private void forgetEnded() throws IOException {
    for (Map.Entry<Long, List<Integer>> job : files.started().entrySet()) {
      Optional<AttemptReports.Standing> known = catalog.attemptReports().standing(job.getKey());
      if (known.isEmpty() || !known.get().state().isActive()) {
        for (int number : job.getValue()) {
          boolean isKnown =
              files.claim(job.getKey(), number).isEmpty()
                  || known.isEmpty()
                  || known.get().attempt() >= number;
          if (isKnown && files.end(job.getKey(), number).isEmpty()) {
            files.remove(job.getKey(), number);
          }
        }
      }
    }
  }
}
