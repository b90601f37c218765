package io.slurmgen.task;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.IndexRange;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SupersededException;
import io.slurmgen.dataset.GeneratorException;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.SampleMismatchException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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

  private final Catalog catalog;
  private final Recorder recorder;
  private final Recipe recipe;
  private final AttemptRow attempt;
  private final Duration recordPatience;
  private final long startNanos;
  private final LongAdder made;
  private final SegmentParts parts;
  private boolean stopped;
  private JobEnd stoppedBy = INTERRUPTED;
  private boolean ended;

  /**
   * A task.
   *
   * @param catalog where the job is
   * @param recorder records the chunks; shared by the tasks of a process
   * @param recipe how the samples are made
   * @param attempt the started attempt
   * @param recordPatience how long to wait at the end for a catalog that cannot be written
   * @param startNanos {@link System#nanoTime} when its process, or its turn, began
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
    this.catalog = catalog;
    this.recorder = recorder;
    this.recipe = recipe;
    this.attempt = attempt;
    this.recordPatience = recordPatience;
    this.startNanos = startNanos;
    this.made = made;
    this.parts = new SegmentParts(catalog.directory(), attempt, recipe, recorder);
  }

  /**
   * How a task ended.
   *
   * @param end of the job
   * @param cause the exception behind it
   */
  public record Outcome(JobEnd end, Optional<Exception> cause) {

    private static Outcome of(JobEnd end) {
      return new Outcome(end, Optional.empty());
    }

    /** An end by an exception. */
    public static Outcome failed(JobState state, EndReason reason, Exception cause) {
      String error = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      return new Outcome(JobEnd.of(state, reason, error), Optional.of(cause));
    }
  }

  /** The end of a job that was stopped. */
  public static final JobEnd INTERRUPTED =
      JobEnd.of(JobState.INTERRUPTED, EndReason.SIGNAL, "stopped by a signal");

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
      synchronized (this) {
        stopped = true;
        ended = true;
        parts.endChunk();
      }
      if (recorder.await(attempt, recordPatience)) {
        catalog.attempts().end(attempt, outcome.end());
      }
      return outcome;
    } catch (SupersededException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      recordFailure(e);
      throw e;
    }
  }

  private void recordFailure(Exception failure) {
    try {
      Outcome outcome = Outcome.failed(JobState.FAILED, EndReason.OTHER, failure);
      catalog.attempts().end(attempt, outcome.end());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Outcome make() throws IOException {
    long index = -1;
    try (SampleDrawing drawing = recipe.start(attempt)) {
      synchronized (this) {
        parts.started(System.nanoTime() - startNanos);
      }
      for (IndexRange range : attempt.missing().ranges()) {
        for (index = range.first(); index < range.end(); index++) {
          if (!add(index, drawing.draw(index))) {
            return Outcome.of(stoppedBy);
          }
        }
      }
      return Outcome.of(JobEnd.done());
    } catch (GeneratorException | SampleMismatchException | OutOfSamplesException e) {
      String error = (index < 0 ? "" : "sample " + index + ": ") + e.getMessage();
      return new Outcome(JobEnd.of(JobState.FAILED, EndReason.GENERATOR, error), Optional.of(e));
    }
  }

  /** Adds a sample unless the task was stopped while user code made it. */
  private synchronized boolean add(long index, Sample<?, ?> sample) throws IOException {
    if (stopped) {
      return false;
    }
    parts.append(index, sample);
    made.increment();
    return true;
  }

  /**
   * Ends the task between two samples, from another thread, without waiting for user code: the
   * samples so far are handed to the recorder. The process may then wait for the recorder and end.
   *
   * @param end how the job is to be recorded
   */
  public synchronized void stop(JobEnd end) throws IOException {
    if (!stopped) {
      stopped = true;
      stoppedBy = end;
      parts.endChunk();
    }
  }

  /** Records the end of a stopped task where its own thread is kept by user code. */
  public void recordStop() throws IOException {
    synchronized (this) {
      if (ended) {
        return;
      }
    }
    if (recorder.await(attempt, recordPatience)) {
      catalog.attempts().end(attempt, stoppedBy);
    }
  }
}
