package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptRecords;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConflictException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
 * <p>Thread-safe. After {@link #await} returned true, all chunks of the attempt are recorded.
 */
public final class Recorder {

  /** Each has an open file. */
  private static final int MOST_SEGMENTS = 64;

  private final AttemptRecords records;
  private final SegmentNotes notes;
  private final Consumer<String> log;
  private final RecorderPace pace;
  private final Thread thread = new Thread(this::run, "slurm-gen recorder");
  private final Map<AttemptRow.Id, IOException> failed = new HashMap<>();
  private Map<String, PendingSegment> pending = new LinkedHashMap<>();
  private Map<String, PendingSegment> inHand = Map.of();
  private int waiting;
  private boolean closed;
  private boolean abandoned;
  private boolean inTrouble;
  private long troubleSince;
  private boolean ended;

  private Recorder(
      AttemptRecords records, CacheDirectory directory, Consumer<String> log, RecorderPace pace) {
    this.records = records;
    this.notes = new SegmentNotes(directory, log);
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

  /** The catalog that is recorded to. */
  AttemptRecords records() {
    return records;
  }

  synchronized void add(
      AttemptRow attempt,
      String path,
      SegmentWriter writer,
      ChunkEntry chunk,
      OptionalLong startupNanos)
      throws IOException {
    throwFailure(attempt);
    if (pending.isEmpty()) {
      notifyAll();
    }
    pending
        .computeIfAbsent(path, key -> new PendingSegment(attempt, path, writer))
        .add(chunk, startupNanos);
    if (pending.size() == MOST_SEGMENTS) {
      notifyAll();
    }
  }

  /**
   * No more chunks come for a segment: its file is closed once those it has are on disk. Where many
   * wait to be recorded, as while the catalog is locked, that is now.
   */
  synchronized void finish(String path, SegmentWriter writer) throws IOException {
    PendingSegment segment = pending.getOrDefault(path, inHand.get(path));
    if (segment == null) {
      writer.close();
      return;
    }
    segment.finish();
    if (pending.size() > MOST_SEGMENTS && pending.containsKey(path)) {
      forceAndClose(segment);
    }
  }

  private void forceAndClose(PendingSegment segment) {
    try {
      segment.force();
      segment.closeIfFinished();
    } catch (IOException e) {
      fail(segment.attempt().id(), e);
      pending.remove(segment.path());
    }
  }

  private void throwFailure(AttemptRow attempt) throws IOException {
    IOException failure = failed.get(attempt.id());
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Waits until all chunks of an attempt are recorded.
   *
   * @param patience how long at most
   * @return whether they are
   * @throws io.slurmgen.catalog.jobs.SupersededException if the attempt may not record any more
   * @throws IOException if the attempt's segment could not be forced to disk
   */
  synchronized boolean await(AttemptRow attempt, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    waiting++;
    notifyAll();
    try {
      while (isPending(attempt) && remainingMillis(deadline) > 0 && !ended) {
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
    return unrecordedSegments().anyMatch(segment -> segment.isOf(attempt));
  }

  private Stream<PendingSegment> unrecordedSegments() {
    return Stream.concat(inHand.values().stream(), pending.values().stream());
  }

  private static long remainingMillis(long deadline) {
    return (deadline - System.nanoTime() + 999_999) / 1_000_000;
  }

  private void run() {
    try {
      long due = System.nanoTime();
      while (take(due)) {
        long start = System.nanoTime();
        recordOrPutBack();
        due = System.nanoTime() + pauseAfter(start).toNanos();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private synchronized Duration pauseAfter(long start) {
    return inTrouble ? pace.retry() : pace.pauseAfter(Duration.ofNanos(System.nanoTime() - start));
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for work and for its time; false when the recorder is closed and done, or gives up. */
  private synchronized boolean take(long due) throws InterruptedException {
    while (pending.isEmpty() && !closed) {
      wait();
    }
    while (!isUrgent() && remainingMillis(due) > 0) {
      wait(remainingMillis(due));
    }
    if (abandoned || pending.isEmpty()) {
      return false;
    }
    inHand = pending;
    pending = new LinkedHashMap<>();
    return true;
  }

  private boolean isUrgent() {
    boolean isWaitedFor = waiting > 0 || closed || pending.size() >= MOST_SEGMENTS;
    return abandoned || (!inTrouble && isWaitedFor);
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
  private synchronized Duration trouble(IOException cause) {
    if (!inTrouble || cause instanceof CatalogBusyException) {
      troubleSince = System.nanoTime();
    }
    return Duration.ofNanos(System.nanoTime() - troubleSince);
  }

  /** The attempts end; what they made is noted, and on disk. */
  private synchronized void giveUp(IOException cause) {
    closeFinished();
    IOException failure =
        new IOException(
            cause.getMessage()
                + "; the samples stay in their segments and are recorded by the next command that"
                + " can",
            cause);
    for (PendingSegment segment : unrecordedSegments().toList()) {
      notes.mark(segment.path());
      fail(segment.attempt().id(), failure);
    }
    inHand = Map.of();
    pending = new LinkedHashMap<>();
    notifyAll();
  }

  /** Forces the segments; an attempt whose segment fails loses what was not forced. */
  private List<RecordedChunks> force() {
    List<RecordedChunks> durable = new ArrayList<>();
    for (PendingSegment segment : List.copyOf(inHand.values())) {
      try {
        durable.add(segment.force());
      } catch (IOException e) {
        drop(segment, e);
      }
    }
    return durable;
  }

  private synchronized void drop(PendingSegment segment, IOException failure) {
    fail(segment.attempt().id(), failure);
    inHand.remove(segment.path());
  }

  /** All in one transaction; where one attempt's rows are refused, each in its own. */
  private void record(List<RecordedChunks> durable) throws IOException {
    if (durable.isEmpty()) {
      return;
    }
    try {
      records.record(durable, pace.lockPatience()).forEach(this::fail);
    } catch (CatalogConflictException | RuntimeException e) {
      if (durable.size() == 1) {
        fail(
            durable.get(0).attempt().id(), new IOException("the catalog refuses samples: " + e, e));
        return;
      }
      for (RecordedChunks one : durable) {
        record(List.of(one));
      }
    }
  }

  private synchronized void fail(AttemptRow.Id attempt, IOException failure) {
    failed.putIfAbsent(attempt, failure);
  }

  private synchronized void recorded() {
    if (inTrouble) {
      inTrouble = false;
      log.accept("the catalog can be written again; all samples so far are recorded");
      inHand.keySet().forEach(notes::clear);
    }
    closeFinished();
    inHand = Map.of();
    notifyAll();
  }

  private void closeFinished() {
    for (PendingSegment segment : inHand.values()) {
      try {
        segment.closeIfFinished();
      } catch (IOException e) {
        log.accept(segment.path() + ", which is on disk, was not closed: " + e.getMessage());
      }
    }
  }

  private synchronized void putBack(IOException cause) {
    closeFinished();
    for (PendingSegment newer : pending.values()) {
      PendingSegment older = inHand.putIfAbsent(newer.path(), newer);
      if (older != null) {
        older.addAll(newer);
      }
    }
    pending = inHand;
    inHand = Map.of();
    if (!inTrouble) {
      inTrouble = true;
      log.accept(cause.getMessage() + "; samples stay in their segments and are recorded later");
    }
    pending.keySet().forEach(notes::mark);
    notifyAll();
  }

  /**
   * Records what is left and ends. What cannot be recorded in time is forced to disk and noted.
   *
   * @param patience how long to try while the catalog cannot be written
   * @return whether everything is recorded; the rest is recorded by the next command
   */
  public synchronized boolean close(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    closed = true;
    notifyAll();
    try {
      while (!ended && remainingMillis(deadline) > 0) {
        wait(remainingMillis(deadline));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abandoned = true;
    notifyAll();
    List<PendingSegment> left = unrecordedSegments().toList();
    left.forEach(this::leave);
    return left.isEmpty();
  }

  private void leave(PendingSegment segment) {
    try {
      segment.force();
    } catch (IOException e) {
      log.accept(segment.path() + " may lack its last samples: " + e.getMessage());
    }
    notes.mark(segment.path());
  }
}
