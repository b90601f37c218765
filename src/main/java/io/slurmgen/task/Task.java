package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.GeneratorException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.segment.column.SampleMismatchException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs one attempt of a job: makes its missing samples, appends them to segments, has them
 * recorded.
 *
 * <p>{@link #run} is called once, by one thread; {@link #stop} by any thread. After {@code stop} no
 * sample is added any more, even if user code still runs: what there is becomes a last, shorter
 * chunk. A crash loses the samples since the last chunk.
 */
public final class Task {

  /** The end of a job that was stopped. */
  public static final JobEnd INTERRUPTED =
      JobEnd.of(JobState.INTERRUPTED, EndReason.SIGNAL, "stopped by a signal");

  private final Recorder recorder;
  private final Recipe recipe;
  private final AttemptRow attempt;
  private final Duration recordPatience;
  private final long startNanos;
  private final LongAdder made;
  private final SegmentParts parts;
  private final CountDownLatch over = new CountDownLatch(1);
  private long missing;
  private boolean stopped;
  private Outcome stoppedBy = Outcome.of(INTERRUPTED);
  private boolean userCodeIsDone;
  private volatile Optional<Outcome> ending = Optional.empty();

  /**
   * A task.
   *
   * @param catalog where the job is
   * @param recorder records the chunks; shared by the tasks of a process
   * @param recipe how the samples are made
   * @param attempt the started attempt
   * @param recordPatience how long to wait at the end for a catalog that cannot be written
   * @param startNanos {@link System#nanoTime} when its batch script, or its turn, began
   * @param made counts the samples; shared by the tasks of a process
   */
  public Task(
      Catalog catalog,
      Recorder recorder,
      Recipe recipe,
      AttemptRow attempt,
      Duration recordPatience,
      long startNanos,
      LongAdder made) {
    this.recorder = recorder;
    this.recipe = recipe;
    this.attempt = attempt;
    this.recordPatience = recordPatience;
    this.startNanos = startNanos;
    this.made = made;
    this.missing = attempt.missing().samples();
    this.parts = new SegmentParts(catalog.directory(), attempt, recipe, recorder);
  }

  /**
   * How a task ended.
   *
   * @param end of the job
   * @param cause what was thrown, where something was
   */
  public record Outcome(JobEnd end, Optional<Throwable> cause) {

    private static Outcome of(JobEnd end) {
      return new Outcome(end, Optional.empty());
    }

    /** An end by something thrown. */
    public static Outcome failed(JobState state, EndReason reason, Throwable cause) {
      String error = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      return new Outcome(JobEnd.of(state, reason, error), Optional.of(cause));
    }

    /** Keeps a later failure with the first one, which is the one reported. */
    private Outcome andFailed(Exception later) {
      cause.filter(first -> first != later).ifPresent(first -> first.addSuppressed(later));
      return cause.isPresent() ? this : failed(JobState.FAILED, EndReason.OTHER, later);
    }
  }

  /**
   * Makes the samples. When it returns they are recorded, unless the catalog could not be written
   * for longer than the patience; they are recorded by the next command then.
   *
   * @return how it ended, as recorded in the catalog
   * @throws SupersededException if the attempt may not record any more
   * @throws IOException if the catalog cannot be written at the end
   */
  public Outcome run() throws IOException {
    try (parts) {
      Outcome outcome = make();
      boolean recorded = true;
      try {
        recorded = recorder.queue().await(attempt, recordPatience);
      } catch (SupersededException e) {
        throw e;
      } catch (IOException e) {
        outcome = outcome.andFailed(e);
      }
      if (recorded) {
        end(outcome);
        ending = Optional.of(outcome);
      }
      return outcome;
    } finally {
      over.countDown();
    }
  }

  private void end(Outcome outcome) throws IOException {
    try {
      CatalogPatience.of(recordPatience, line -> {})
          .run(
              () -> {
                recorder.records().end(attempt, outcome.end(), recordPatience);
                return attempt;
              });
    } catch (IOException e) {
      if (outcome.cause().isEmpty()) {
        throw e;
      }
      outcome.cause().get().addSuppressed(e);
    }
  }

  /** Makes what it can; whatever ends it early, the chunks before that are recorded. */
  private Outcome make() throws SupersededException {
    try {
      Outcome outcome = drawAll();
      endLastChunk();
      return outcome;
    } catch (SupersededException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      return Outcome.failed(JobState.FAILED, reason(e, EndReason.OTHER), e);
    } finally {
      synchronized (this) {
        stopped = true;
        userCodeIsDone = true;
      }
    }
  }

  private synchronized void endLastChunk() throws IOException {
    if (!stopped) {
      stopped = true;
      parts.endChunk();
    }
  }

  private Outcome drawAll() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(recipe.classLoader());
    try {
      return drawEach();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Outcome drawEach() throws IOException {
    long index = -1;
    try (SampleDrawing drawing = recipe.start(attempt)) {
      synchronized (this) {
        parts.started(System.nanoTime() - startNanos);
      }
      for (IndexRange range : attempt.missing().ranges()) {
        for (index = range.first(); index < range.end(); index++) {
          if (!add(index, drawing.draw(index))) {
            return stoppedBy();
          }
        }
      }
      return Outcome.of(JobEnd.done());
    } catch (GeneratorException | SampleMismatchException | OutOfSamplesException e) {
      EndReason reason = reason(e.getCause(), EndReason.GENERATOR);
      String error = (index < 0 ? "" : "sample " + index + ": ") + e.getMessage();
      return new Outcome(JobEnd.of(JobState.FAILED, reason, error), Optional.of(e));
    }
  }

  /** The JVM's own limit is below Slurm's, so this is how a task usually runs out of memory. */
  private static EndReason reason(Throwable cause, EndReason other) {
    return cause instanceof OutOfMemoryError ? EndReason.OUT_OF_MEMORY : other;
  }

  /** Adds a sample unless the task was stopped while user code made it. */
  private synchronized boolean add(long index, Sample<?, ?> sample) throws IOException {
    if (stopped) {
      return false;
    }
    parts.append(index, sample);
    missing--;
    made.increment();
    return true;
  }

  /** Has the samples so far recorded, though they do not fill a chunk; from any thread. */
  public synchronized void checkpoint() throws IOException {
    if (!stopped) {
      parts.endChunk();
    }
  }

  /**
   * Waits until {@link #run} has returned.
   *
   * @param patience how long at most
   * @return whether it has
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How it ended, empty while it runs and where it could not be recorded. */
  public Optional<Outcome> outcome() {
    return ending;
  }

  private synchronized Outcome stoppedBy() {
    return stoppedBy;
  }

  /**
   * Ends the task between two samples, from another thread, without waiting for user code: the
   * samples so far are handed to the recorder. The process may then wait for the recorder and end.
   *
   * @param end how the job is to be recorded
   */
  public synchronized void stop(JobEnd end) {
    if (stopped) {
      return;
    }
    stopped = true;
    stoppedBy = Outcome.of(end);
    try {
      parts.endChunk();
    } catch (IOException e) {
      stoppedBy = stoppedBy.andFailed(e);
    }
  }

  /**
   * Returns when the end of a stopped task is recorded. Where its own thread is kept by user code,
   * this one records it.
   *
   * @param patience how long to wait for a catalog that cannot be written
   */
  public void recordStop(Duration patience) throws IOException, InterruptedException {
    boolean endsByItself;
    synchronized (this) {
      endsByItself = userCodeIsDone || missing == 0;
    }
    if (endsByItself) {
      awaitEnd(patience);
    } else if (recorder.queue().await(attempt, patience)) {
      recorder.records().end(attempt, stoppedBy().end(), patience);
    }
  }
}
