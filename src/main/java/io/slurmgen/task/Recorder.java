package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptRecords;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConflictException;
import io.slurmgen.unrecorded.SegmentNotes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Records the chunks of all tasks of a process in the catalog, in a thread of its own.
 *
 * <p>A chunk is forced to disk first and recorded then, so the catalog never names bytes that are
 * not there. Chunks that come soon after the last commit share the next one, a second later at
 * most, so a cheap generator is not bound by the disk's latency. Trouble with the catalog never
 * stops a task: the chunks stay in their segment, the segment is noted in {@link SegmentNotes}, and
 * the recorder tries again until it is closed; what is left then is recorded by the next command.
 * Only that of a local run gives up, where trying again is of no use or a full disk stays full. A
 * segment that cannot be forced, or whose rows the catalog refuses, ends its own attempt only.
 *
 * <p>Thread-safe.
 */
public final class Recorder {

  private final AttemptRecords records;
  private final SegmentQueue queue;
  private final Consumer<String> log;
  private final RecorderPace pace;
  private final Thread thread = new Thread(this::run, "slurm-gen recorder");
  private boolean inTrouble;
  private long troubleSince;

  private Recorder(
      AttemptRecords records, CacheDirectory directory, Consumer<String> log, RecorderPace pace) {
    this.records = records;
    this.queue = new SegmentQueue(new SegmentNotes(directory, log), log);
    this.log = log;
    this.pace = pace;
  }

  /**
   * Starts recording for one of many tasks: commits that nobody waits for are a second apart.
   *
   * @param catalog where to; stays open longer than the recorder
   * @param log takes a line when the catalog cannot be written, and when it can again
   */
  public static Recorder start(Catalog catalog, Consumer<String> log) {
    return start(catalog, log, RecorderPace.OF_TASK);
  }

  /** Starts recording for a run of this process alone: commits more often where they are quick. */
  public static Recorder startForLocalRun(Catalog catalog, Consumer<String> log) {
    return start(catalog, log, RecorderPace.OF_LOCAL_RUN);
  }

  /** Starts recording for one of many tasks in another place than the catalog. */
  public static Recorder start(
      AttemptRecords records, CacheDirectory directory, Consumer<String> log) {
    return started(new Recorder(records, directory, log, RecorderPace.OF_TASK));
  }

  static Recorder start(Catalog catalog, Consumer<String> log, RecorderPace pace) {
    return started(new Recorder(catalog.attempts(), catalog.directory(), log, pace));
  }

  private static Recorder started(Recorder recorder) {
    recorder.thread.setDaemon(true);
    recorder.thread.start();
    return recorder;
  }

  /** The segments to record. */
  SegmentQueue queue() {
    return queue;
  }

  /** The catalog that is recorded to. */
  AttemptRecords records() {
    return records;
  }

  private void run() {
    try {
      long due = System.nanoTime();
      while (queue.take(due, !inTrouble)) {
        long start = System.nanoTime();
        recordOrPutBack();
        due = System.nanoTime() + pauseAfter(start).toNanos();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.end();
    }
  }

  private Duration pauseAfter(long start) {
    return inTrouble ? pace.retry() : pace.pauseAfter(Duration.ofNanos(System.nanoTime() - start));
  }

  private void recordOrPutBack() {
    try {
      record(force());
      recorded();
    } catch (IOException e) {
      if (pace.givesUp(e, trouble(e))) {
        giveUp(e);
      } else {
        putBack(e);
      }
    }
  }

  /** How long the catalog could not be written for other reasons than other writers. */
  private Duration trouble(IOException cause) {
    if (!inTrouble || cause instanceof CatalogBusyException) {
      troubleSince = System.nanoTime();
    }
    return Duration.ofNanos(System.nanoTime() - troubleSince);
  }

  private void giveUp(IOException cause) {
    queue.giveUp(
        new IOException(
            cause.getMessage()
                + "; the samples stay in their segments and are recorded by the next command that"
                + " can",
            cause));
  }

  /** Forces the segments; an attempt whose segment fails loses what was not forced. */
  private List<RecordedChunks> force() {
    List<RecordedChunks> durable = new ArrayList<>();
    for (PendingSegment segment : queue.inHand()) {
      try {
        durable.add(segment.force());
      } catch (IOException e) {
        queue.drop(segment, e);
      }
    }
    return durable;
  }

  /** All in one transaction; where one attempt's rows are refused, each in its own. */
  private void record(List<RecordedChunks> durable) throws IOException {
    if (durable.isEmpty()) {
      return;
    }
    try {
      records.record(durable, pace.lockPatience()).forEach(queue::fail);
    } catch (CatalogConflictException | RuntimeException e) {
      if (durable.size() == 1) {
        queue.fail(
            durable.get(0).attempt().id(), new IOException("the catalog refuses samples: " + e, e));
        return;
      }
      for (RecordedChunks one : durable) {
        record(List.of(one));
      }
    }
  }

  private void recorded() {
    boolean wereNoted = inTrouble;
    if (inTrouble) {
      inTrouble = false;
      log.accept("the catalog can be written again; all samples so far are recorded");
    }
    queue.settle(wereNoted);
  }

  private void putBack(IOException cause) {
    if (!inTrouble) {
      inTrouble = true;
      log.accept(cause.getMessage() + "; samples stay in their segments and are recorded later");
    }
    queue.putBack();
  }

  /**
   * Records what is left and ends. What cannot be recorded in time is forced to disk and noted.
   *
   * @param patience how long to try while the catalog cannot be written
   * @return whether everything is recorded; the rest is recorded by the next command
   */
  public boolean close(Duration patience) {
    return queue.close(patience);
  }
}
