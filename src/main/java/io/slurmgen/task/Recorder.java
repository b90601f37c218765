package io.slurmgen.task;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.AttemptTiming;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.CatalogConflictException;
import io.slurmgen.catalog.RecordedChunks;
import io.slurmgen.catalog.SupersededException;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Records the chunks of all tasks of a process in the catalog, in a thread of its own.
 *
 * <p>A chunk is forced to disk first and recorded then, so the catalog never names bytes that are
 * not there. Chunks that come within {@link #INTERVAL} of the last commit share the next one, so a
 * cheap generator is not bound by the disk's latency. Trouble with the catalog never stops a task:
 * the chunks stay in their segment, the segment is noted in {@link UnrecordedSegments}, and the
 * recorder tries again until it is closed; what is left then is recorded by the next command.
 *
 * <p>Thread-safe. After {@link #await} returned true, all chunks of the attempt are durable.
 */
public final class Recorder {

  /** The least time between two commits. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final UnrecordedSegments unrecorded;
  private final Consumer<String> log;
  private final Thread thread = new Thread(this::run, "slurm-gen recorder");
  private Map<String, Pending> pending = new LinkedHashMap<>();
  private final Map<AttemptRow, IOException> failed = new HashMap<>();
  private int waiting;
  private boolean recording;
  private boolean closed;
  private boolean abandoned;
  private boolean inTrouble;

  /** The chunks of one segment that are not recorded yet. */
  private static final class Pending {
    final AttemptRow attempt;
    final String path;
    final SegmentWriter writer;
    final List<ChunkEntry> chunks = new ArrayList<>();
    AttemptTiming timing;

    Pending(AttemptRow attempt, String path, SegmentWriter writer) {
      this.attempt = attempt;
      this.path = path;
      this.writer = writer;
    }
  }

  private Recorder(Catalog catalog, Consumer<String> log) {
    this.catalog = catalog;
    this.unrecorded = new UnrecordedSegments(catalog);
    this.log = log;
  }

  /**
   * Starts recording.
   *
   * @param catalog where to; stays open longer than the recorder
   * @param log takes a line when the catalog cannot be written, and when it can again
   */
  public static Recorder start(Catalog catalog, Consumer<String> log) {
    Recorder recorder = new Recorder(catalog, log);
    recorder.thread.setDaemon(true);
    recorder.thread.start();
    return recorder;
  }

  synchronized void add(
      AttemptRow attempt, String path, SegmentWriter writer, ChunkEntry chunk, AttemptTiming timing)
      throws IOException {
    throwFailure(attempt);
    Pending segment = pending.computeIfAbsent(path, key -> new Pending(attempt, path, writer));
    segment.chunks.add(chunk);
    segment.timing = timing;
    notifyAll();
  }

  private void throwFailure(AttemptRow attempt) throws IOException {
    IOException failure = failed.get(attempt);
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Waits until all chunks of an attempt are recorded.
   *
   * @param patience how long at most
   * @return whether they are
   * @throws io.slurmgen.catalog.SupersededException if the attempt may not record any more
   * @throws IOException if the attempt's segment could not be forced to disk
   */
  synchronized boolean await(AttemptRow attempt, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    waiting++;
    notifyAll();
    try {
      while (isPending(attempt) && remainingMillis(deadline) > 0 && thread.isAlive()) {
        wait(remainingMillis(deadline));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting--;
    }
    throwFailure(attempt);
    return !isPending(attempt);
  }

  private boolean isPending(AttemptRow attempt) {
    return recording
        || pending.values().stream().anyMatch(segment -> segment.attempt.equals(attempt));
  }

  private static long remainingMillis(long deadline) {
    return (deadline - System.nanoTime()) / 1_000_000;
  }

  private void run() {
    try {
      long lastCommit = System.nanoTime() - INTERVAL.toNanos();
      Map<String, Pending> batch = take(lastCommit);
      while (!batch.isEmpty()) {
        recordOrPutBack(batch);
        lastCommit = System.nanoTime();
        batch = take(lastCommit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for work and for its time; empty when the recorder is closed and done, or gives up. */
  private synchronized Map<String, Pending> take(long lastCommit) throws InterruptedException {
    recording = false;
    notifyAll();
    while (pending.isEmpty() && !closed) {
      wait();
    }
    if (abandoned) {
      return Map.of();
    }
    Duration pause = inTrouble ? RETRY : INTERVAL;
    long due = lastCommit + pause.toNanos();
    while (!isUrgent() && remainingMillis(due) > 0) {
      wait(remainingMillis(due));
    }
    Map<String, Pending> batch = abandoned ? Map.of() : pending;
    pending = abandoned ? pending : new LinkedHashMap<>();
    recording = !batch.isEmpty();
    return batch;
  }

  private boolean isUrgent() {
    return abandoned || (!inTrouble && (waiting > 0 || closed));
  }

  private void recordOrPutBack(Map<String, Pending> batch) {
    List<RecordedChunks> durable = force(batch);
    try {
      record(durable);
      recovered(batch);
    } catch (IOException e) {
      putBack(batch, e);
    }
  }

  /** Forces the segments; an attempt whose segment fails loses what was not forced. */
  private List<RecordedChunks> force(Map<String, Pending> batch) {
    List<RecordedChunks> durable = new ArrayList<>();
    for (Pending segment : List.copyOf(batch.values())) {
      try {
        segment.writer.force();
        durable.add(
            new RecordedChunks(segment.attempt, segment.path, segment.chunks, segment.timing));
      } catch (IOException e) {
        batch.remove(segment.path);
        fail(segment.attempt, e);
      }
    }
    return durable;
  }

  /** All in one transaction; where one attempt's rows are refused, each in its own. */
  private void record(List<RecordedChunks> durable) throws IOException {
    try {
      for (AttemptRow superseded : catalog.attempts().record(durable, LOCK_PATIENCE)) {
        fail(superseded, SupersededException.of(superseded));
      }
    } catch (CatalogConflictException e) {
      if (durable.size() == 1) {
        fail(durable.get(0).attempt(), e);
        return;
      }
      for (RecordedChunks one : durable) {
        record(List.of(one));
      }
    }
  }

  private synchronized void fail(AttemptRow attempt, IOException failure) {
    failed.putIfAbsent(attempt, failure);
  }

  private synchronized void recovered(Map<String, Pending> batch) {
    if (inTrouble) {
      inTrouble = false;
      log.accept("the catalog can be written again; all samples so far are recorded");
      note(batch, unrecorded::clear);
    }
  }

  private synchronized void putBack(Map<String, Pending> batch, IOException cause) {
    for (Pending newer : pending.values()) {
      Pending older = batch.putIfAbsent(newer.path, newer);
      if (older != null) {
        older.chunks.addAll(newer.chunks);
        older.timing = newer.timing;
      }
    }
    pending = batch;
    if (!inTrouble) {
      inTrouble = true;
      log.accept(cause.getMessage() + "; samples stay in their segments and are recorded later");
    }
    note(batch, unrecorded::mark);
  }

  /** What to do with the note of a segment. */
  @FunctionalInterface
  private interface Note {
    void apply(String path) throws IOException;
  }

  /** Where notes cannot be written either, the chunks are still found by a scan of the segments. */
  private void note(Map<String, Pending> batch, Note note) {
    for (String path : batch.keySet()) {
      try {
        note.apply(path);
      } catch (IOException e) {
        log.accept("no note that " + path + " has unrecorded chunks: " + e.getMessage());
      }
    }
  }

  /**
   * Records what is left and ends.
   *
   * @param patience how long to try while the catalog cannot be written
   * @return whether everything is recorded; the rest is recorded by the next command
   */
  public synchronized boolean close(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    closed = true;
    notifyAll();
    try {
      while ((recording || !pending.isEmpty()) && remainingMillis(deadline) > 0) {
        wait(remainingMillis(deadline));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abandoned = true;
    notifyAll();
    return !recording && pending.isEmpty();
  }
}
