package io.slurmgen.submission;

import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.value.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a submission is.
 *
 * @param submission as it is in the catalog
 * @param slurm what Slurm says of its unfinished tasks, by the keys of their jobs
 */
public record SubmissionStatus(SubmissionRow submission, Map<Long, TaskStatus> slurm) {

  /** Copies the map. */
  public SubmissionStatus {
    slurm = Map.copyOf(slurm);
  }

  /** How many jobs are in each state that some are in. */
  public Map<JobState, Long> counts() {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    submission.jobs().forEach(job -> counts.merge(job.state(), 1L, Long::sum));
    return counts;
  }

  /** Whether other submissions make all its missing samples. */
  public boolean isReleased() {
    return !unfinished().isEmpty() && !submission.isActive() && retriable().isEmpty();
  }

  /** Whether what is missing was cancelled, as far as other submissions do not make it. */
  public boolean isCancelled() {
    return !unfinished().isEmpty()
        && !submission.isActive()
        && !isReleased()
        && unfinished().stream().noneMatch(SubmissionStatus::failed);
  }

  /** Whether a job ended without all its samples, and nobody wanted that. */
  public static boolean failed(JobRow job) {
    return switch (job.state()) {
      case FAILED, INTERRUPTED, LOST -> true;
      case PENDING, RUNNING, DONE, CANCELLED, RELEASED -> false;
    };
  }

  /** The jobs that have ended without all their samples. */
  public List<JobRow> unfinished() {
    return submission.jobs().stream()
        .filter(job -> !job.state().isActive() && job.state() != JobState.DONE)
        .toList();
  }

  /** The jobs that have ended without all their samples and that may be run again. */
  public List<JobRow> retriable() {
    return unfinished().stream().filter(job -> job.state() != JobState.RELEASED).toList();
  }

  /**
   * Recorded samples a second, from the first start to now, or to the end where all have ended.
   *
   * @return empty before the first sample, and where the clock went back since
   */
  public Optional<Double> perSecond(Instant now) {
    Optional<Instant> start = newest().stream().map(JobRow.Newest::started).min(Instant::compareTo);
    if (start.isEmpty() || submission.recorded() == 0) {
      return Optional.empty();
    }
    Instant end =
        submission.isActive()
            ? now
            : newest().stream()
                .map(newest -> newest.ended().orElse(newest.started()))
                .max(Instant::compareTo)
                .orElse(now);
    long millis = Math.max(1, Duration.between(start.get(), end).toMillis());
    return end.isBefore(start.get())
        ? Optional.empty()
        : Optional.of(submission.recorded() * 1000.0 / millis);
  }

  /** The time until all samples are there at this rate, empty where none are coming. */
  public Optional<Duration> left(Instant now) {
    long missing = submission.samples() - submission.recorded();
    return submission.isActive()
        ? perSecond(now).map(rate -> Duration.ofMillis((long) (missing / rate * 1000)))
        : Optional.empty();
  }

  private List<JobRow.Newest> newest() {
    return submission.jobs().stream().map(JobRow::newest).flatMap(Optional::stream).toList();
  }
}
