package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.TaskStates;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskExitCode;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings the catalog up to date with what Slurm knows of jobs that end without a word of their own:
 * killed, timed out, cancelled, their node lost.
 *
 * <p>A job's own record counts first: what Slurm says changes a job only as long as it is in the
 * state, and at the attempt, in which it was when Slurm was asked.
 */
public final class SlurmFollower {

  /** How long a task may be unknown to squeue, sacct and scontrol before it counts as lost. */
  public static final Duration GRACE = Duration.ofMinutes(5);

  private final Catalog catalog;
  private final Slurm slurm;
  private final Clock clock;
  private final Duration grace;

  /**
   * A follower.
   *
   * @param grace how long a task may be unknown to Slurm, see {@link #GRACE}
   */
  public SlurmFollower(Catalog catalog, Slurm slurm, Clock clock, Duration grace) {
    this.catalog = catalog;
    this.slurm = slurm;
    this.clock = clock;
    this.grace = grace;
  }

  /**
   * Settles sbatch calls whose outcome is not recorded, then asks Slurm for the tasks of unfinished
   * jobs, all at once.
   *
   * @param submissions those to follow, as they are in the catalog now; others are left alone
   * @return what Slurm says of the tasks that it knows, by the jobs' keys
   * @throws IOException if Slurm cannot be asked; nothing is concluded then
   */
  public Map<Long, TaskStatus> follow(List<SubmissionRow> submissions) throws IOException {
    new IntendedArrays(catalog, slurm).settle(clock.instant());
    Map<Long, JobArrayRow> arrays = arrays(submissions);
    Map<JobRow, TaskId> tasks = tasks(submissions, arrays);
    Set<String> names =
        arrays.values().stream().map(array -> array.request().name()).collect(Collectors.toSet());
    TaskStates states = slurm.states(tasks.values(), names);
    update(submissions, tasks, states);
    Map<Long, TaskStatus> known = new HashMap<>();
    tasks.forEach((job, task) -> states.of(task).ifPresent(status -> known.put(job.id(), status)));
    return known;
  }

  /** Records what Slurm says of the tasks of submissions. */
  void update(List<SubmissionRow> submissions, TaskStates states) throws IOException {
    update(submissions, tasks(submissions, arrays(submissions)), states);
  }

  private void update(List<SubmissionRow> submissions, Map<JobRow, TaskId> tasks, TaskStates states)
      throws IOException {
    for (SubmissionRow submission : submissions) {
      update(submission, tasks, states);
    }
  }

  private void update(SubmissionRow submission, Map<JobRow, TaskId> tasks, TaskStates states)
      throws IOException {
    DeadJobs dead = new DeadJobs(catalog);
    Map<JobRow, Optional<Instant>> unseen = new LinkedHashMap<>();
    for (JobRow job : submission.jobs()) {
      if (tasks.containsKey(job)) {
        Optional<TaskStatus> status = states.of(tasks.get(job));
        if (status.isEmpty() != job.unseenSince().isPresent()) {
          unseen.put(job, status.isEmpty() ? Optional.of(clock.instant()) : Optional.empty());
        }
        Optional<JobEnd> end =
            status.isEmpty() ? lost(job, tasks.get(job), states) : end(job, status.get());
        if (end.isPresent()) {
          dead.add(submission, job, end.get());
        }
      }
    }
    dead.end();
    if (!unseen.isEmpty()) {
      catalog.jobEnds().setUnseen(unseen);
    }
  }

  private static List<JobRow> open(List<SubmissionRow> submissions) {
    return submissions.stream()
        .filter(submission -> submission.executor() == ExecutorKind.SLURM)
        .flatMap(submission -> submission.jobs().stream())
        .filter(SlurmFollower::isOpen)
        .toList();
  }

  private static Map<JobRow, TaskId> tasks(
      List<SubmissionRow> submissions, Map<Long, JobArrayRow> arrays) {
    Map<JobRow, TaskId> tasks = new LinkedHashMap<>();
    for (JobRow job : open(submissions)) {
      JobArrayRow array = arrays.get(job.jobArrayId().getAsLong());
      if (array != null) {
        tasks.put(job, new TaskId(new JobId(array.slurmJobId().getAsLong()), array.indexOf(job)));
      }
    }
    return tasks;
  }

  /** Returns the tasks of unfinished jobs, by their keys, which this cluster may know. */
  private Map<Long, JobArrayRow> arrays(List<SubmissionRow> submissions) throws IOException {
    Map<Long, JobArrayRow> arrays = arrays(catalog, submissions);
    arrays.values().removeIf(array -> array.slurmJobId().isEmpty() || !array.isOn(slurm.cluster()));
    return arrays;
  }

  private static Map<Long, JobArrayRow> arrays(Catalog catalog, List<SubmissionRow> submissions)
      throws IOException {
    Set<Long> ids = new HashSet<>();
    open(submissions).forEach(job -> ids.add(job.jobArrayId().getAsLong()));
    Map<Long, JobArrayRow> arrays = new HashMap<>();
    catalog.jobArrays().find(ids).forEach(array -> arrays.put(array.id(), array));
    return arrays;
  }

  /**
   * Returns where the unfinished jobs of a submission are that this cluster knows nothing of.
   *
   * @param cluster the name of this one
   * @return the other clusters' names, none where all jobs are here or over
   */
  public static Set<String> otherClusters(Catalog catalog, SubmissionRow submission, String cluster)
      throws IOException {
    return arrays(catalog, List.of(submission)).values().stream()
        .filter(array -> !array.isOn(cluster))
        .flatMap(array -> array.cluster().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Whether Slurm may know more of a job than the catalog: it has not ended, or it was interrupted
   * and Slurm may be about to requeue it, or know what interrupted it.
   */
  public static boolean isOpen(JobRow job) {
    return job.jobArrayId().isPresent() && (job.state().isActive() || wasInterrupted(job));
  }

  /** {@link #settled} gives it another reason. */
  private static boolean wasInterrupted(JobRow job) {
    return job.state() == JobState.INTERRUPTED
        && job.reason().filter(EndReason.SIGNAL::equals).isPresent();
  }

  /** Slurm knew an interrupted job when it ran; an active one it may only not know yet. */
  private Optional<JobEnd> lost(JobRow job, TaskId task, TaskStates states) {
    if (!job.state().isActive()) {
      return Optional.of(settled(job, EndReason.OTHER, "Slurm does not know it any more"));
    }
    if (job.state() == JobState.PENDING && states.withdrawn().contains(task.job())) {
      return Optional.of(cancelledWhileItWaited(task));
    }
    if (job.attempt() == 0 && states.hasUnfinished(task.job())) {
      return Optional.of(taken(task));
    }
    Instant now = clock.instant();
    Instant since = job.unseenSince().orElse(now);
    return Duration.between(since, now).compareTo(grace) < 0
        ? Optional.empty()
        : Optional.of(
            JobEnd.of(JobState.LOST, EndReason.LOST, "Slurm has not known it since " + since));
  }

  /**
   * A task that is cancelled while it waits leaves its array without a trace, in sacct as well;
   * without that, it may also have ended so long ago that the controller has forgotten it.
   */
  private JobEnd taken(TaskId task) {
    return slurm.hasAccounting()
        ? cancelledWhileItWaited(task)
        : JobEnd.of(JobState.LOST, EndReason.LOST, noMore(task));
  }

  private static JobEnd cancelledWhileItWaited(TaskId task) {
    return JobEnd.of(
        JobState.CANCELLED, EndReason.CANCELLED, noMore(task) + ": cancelled while it waited");
  }

  private static String noMore(TaskId task) {
    return "Slurm has array %s, and task %d of it no more".formatted(task.job(), task.index());
  }

  /** How a job is now, empty where the catalog is right. */
  private static Optional<JobEnd> end(JobRow job, TaskStatus status) {
    SlurmState state = status.state();
    if (state.isPending()) {
      return job.state() == JobState.PENDING
          ? Optional.empty()
          : Optional.of(new JobEnd(JobState.PENDING, Optional.empty(), Optional.empty()));
    }
    if (!state.isFinished()) {
      return Optional.empty();
    }
    return Optional.of(
        job.state().isActive() ? end(status) : settled(job, reason(status), text(status)));
  }

  private static JobEnd settled(JobRow job, EndReason reason, String slurm) {
    return JobEnd.of(
        reason == EndReason.CANCELLED ? JobState.CANCELLED : JobState.INTERRUPTED,
        reason == EndReason.LOST || reason == EndReason.SIGNAL ? EndReason.OTHER : reason,
        job.error().map(error -> error + "; ").orElse("") + slurm);
  }

  private static JobEnd end(TaskStatus status) {
    EndReason reason = reason(status);
    JobState state =
        switch (reason) {
          case CANCELLED -> JobState.CANCELLED;
          case LOST -> JobState.LOST;
          default -> JobState.FAILED;
        };
    return JobEnd.of(state, reason, text(status));
  }

  private static EndReason reason(TaskStatus status) {
    return switch (status.state()) {
      case TIMEOUT, DEADLINE -> EndReason.TIMEOUT;
      case OUT_OF_MEMORY -> EndReason.OUT_OF_MEMORY;
      case NODE_FAIL, BOOT_FAIL -> EndReason.NODE_FAIL;
      case CANCELLED, REVOKED -> EndReason.CANCELLED;
      case PREEMPTED -> EndReason.PREEMPTED;
      case COMPLETED -> EndReason.LOST;
      default ->
          status.exitCode().filter(TaskExitCode::isSignal).isPresent()
              ? EndReason.SIGNAL
              : EndReason.OTHER;
    };
  }

  /** Returns a text such as TIMEOUT after 1:02 min on n3 (exit code 0:9, SIGKILL). */
  private static String text(TaskStatus status) {
    StringBuilder text = new StringBuilder(status.state().name());
    if (!status.elapsed().isZero()) {
      text.append(" after ").append(Durations.text(status.elapsed()));
    }
    if (!status.node().isEmpty()) {
      text.append(" on ").append(status.node());
    }
    status
        .exitCode()
        .ifPresent(
            code ->
                text.append(" (exit code ")
                    .append(code)
                    .append(code.meaning().isEmpty() ? "" : ", " + code.meaning())
                    .append(')'));
    return text.toString();
  }
}
