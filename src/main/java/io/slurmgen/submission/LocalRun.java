package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.task.CatalogPatience;
import io.slurmgen.task.Recipe;
import io.slurmgen.task.Recorder;
import io.slurmgen.task.Task;
import io.slurmgen.unrecorded.TornTails;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The jobs of a submission as threads of this process.
 *
 * <p>Thread-safe. The threads are daemons: {@link #stop} keeps what was made so far, and a process
 * that ends without it loses the samples since the last chunks.
 */
public final class LocalRun {

  /** How long to wait at the end for a catalog that others keep locked. */
  private static final Duration RECORD_PATIENCE = Duration.ofMinutes(10);

  /** How long a stopped task gets to end by itself, unless user code keeps it. */
  private static final Duration TASK_PATIENCE = Duration.ofMillis(500);

  private final Catalog catalog;
  private final SubmissionRow submission;
  private final Recipe recipe;
  private final Consumer<String> log;
  private final Recorder recorder;
  private final Queue<JobRow> waiting;
  private final Set<Task> running = ConcurrentHashMap.newKeySet();
  private final Collection<Ended> ended = new ConcurrentLinkedQueue<>();
  private final LongAdder made = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private final long startNanos;
  private volatile JobEnd stoppedBy = Task.INTERRUPTED;
  private volatile boolean stopped;

  /**
   * How a job ended.
   *
   * @param job its number
   * @param outcome its state and error
   */
  public record Ended(int job, Task.Outcome outcome) {}

  private LocalRun(
      Catalog catalog,
      SubmissionRow submission,
      Recipe recipe,
      Consumer<String> log,
      long startNanos) {
    this.catalog = catalog;
    this.submission = submission;
    this.recipe = recipe;
    this.log = log;
    this.recorder = Recorder.startForLocalRun(catalog, log);
    this.startNanos = startNanos;
    this.waiting =
        new ConcurrentLinkedQueue<>(
            submission.jobs().stream().filter(job -> job.state() == JobState.PENDING).toList());
  }

  /**
   * Starts the pending jobs of a submission.
   *
   * @param catalog stays open until the run has ended
   * @param submission whose jobs to run
   * @param recipe how its samples are made
   * @param workers how many threads, 1 or more
   * @param log takes lines about trouble with the catalog
   * @param startNanos {@link System#nanoTime} when the command began
   */
  public static LocalRun start(
      Catalog catalog,
      SubmissionRow submission,
      Recipe recipe,
      int workers,
      Consumer<String> log,
      long startNanos) {
    LocalRun run = new LocalRun(catalog, submission, recipe, log, startNanos);
    int threads = Math.min(workers, run.waiting.size());
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(run::work, "slurm-gen worker " + i);
      thread.setDaemon(true);
      run.threads.add(thread);
    }
    run.threads.forEach(Thread::start);
    return run;
  }

  private void work() {
    long turnNanos = startNanos;
    for (JobRow job = waiting.poll(); job != null && !stopped; job = waiting.poll()) {
      ended.add(new Ended(job.number(), outcome(job, turnNanos)));
      turnNanos = System.nanoTime();
    }
  }

  private Task.Outcome outcome(JobRow job, long turnNanos) {
    try {
      return run(job, turnNanos);
    } catch (SupersededException e) {
      return Task.Outcome.failed(JobState.RELEASED, EndReason.OTHER, e);
    } catch (IOException | RuntimeException | Error e) {
      return Task.Outcome.failed(JobState.FAILED, EndReason.OTHER, e);
    }
  }

  private Task.Outcome run(JobRow job, long turnNanos) throws IOException {
    AttemptRow attempt =
        CatalogPatience.of(RECORD_PATIENCE, log)
            .start(
                catalog,
                new AttemptStart(
                    submission.id(),
                    job.number(),
                    submission.node(),
                    Optional.empty(),
                    Optional.empty(),
                    recipe.codeHash()));
    new TornTails(catalog).cutBefore(attempt, log);
    Task task = new Task(catalog, recorder, recipe, attempt, RECORD_PATIENCE, turnNanos, made);
    running.add(task);
    try {
      if (stopped) {
        task.stop(stoppedBy);
      }
      return task.run();
    } finally {
      running.remove(task);
    }
  }

  /** How many samples were made so far. */
  public long made() {
    return made.sum();
  }

  /**
   * Waits for the end.
   *
   * @param patience how long at most
   * @return whether all jobs have ended
   */
  public boolean await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long millis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      thread.join(millis);
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** How the jobs ended that have ended, by number. */
  public List<Ended> ended() {
    return ended.stream().sorted((a, b) -> Integer.compare(a.job(), b.job())).toList();
  }

  /**
   * Ends the recorder of a run that has ended.
   *
   * @return whether all is recorded; the rest is recorded by the next command
   */
  public boolean close() {
    return recorder.close(RECORD_PATIENCE);
  }

  /**
   * Stops between two samples, without waiting for user code that is making one, and records what
   * there is.
   *
   * @param end how the jobs are to be recorded that have not ended
   * @param patience how long to wait for the catalog
   * @return whether all is recorded; the rest is recorded by the next command
   */
  public boolean stop(JobEnd end, Duration patience) throws IOException, InterruptedException {
    stoppedBy = end;
    stopped = true;
    for (Task task : running) {
      task.stop(stoppedBy);
    }
    if (!recorder.close(patience)) {
      return false;
    }
    await(TASK_PATIENCE);
    for (Task task : running) {
      task.recordStop(patience);
    }
    catalog.jobEnds().end(submission, EnumSet.of(JobState.PENDING), end);
    return true;
  }
}
