package io.slurmgen.task;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.unrecorded.SegmentNotes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The segments with chunks that are not recorded yet: a queue between the tasks of a process and
 * the thread of its {@link Recorder}, which takes all of them in hand at once.
 *
 * <p>A segment whose chunks cannot be recorded is put back, and noted in {@link SegmentNotes}; one
 * that fails ends its own attempt only. Thread-safe. After {@link #await} returned true, all chunks
 * of the attempt are recorded.
 */
final class SegmentQueue {

  /** Each has an open file. */
  private static final int MOST_SEGMENTS = 64;

  private final SegmentNotes notes;
  private final Consumer<String> log;
  private final Map<AttemptRow.Id, IOException> failed = new HashMap<>();
  private Map<String, PendingSegment> pending = new LinkedHashMap<>();
  private Map<String, PendingSegment> inHand = Map.of();
  private int waiting;
  private boolean closed;
  private boolean abandoned;
  private boolean ended;

  /**
   * An empty queue.
   *
   * @param notes of segments that were put back or left
   * @param log takes a line about a file that could not be forced or closed
   */
  SegmentQueue(SegmentNotes notes, Consumer<String> log) {
    this.notes = notes;
    this.log = log;
  }

  /** Adds a chunk that was written to a segment, and not forced. */
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
    return unrecorded().anyMatch(segment -> segment.isOf(attempt));
  }

  private Stream<PendingSegment> unrecorded() {
    return Stream.concat(inHand.values().stream(), pending.values().stream());
  }

  private static long remainingMillis(long deadline) {
    return (deadline - System.nanoTime() + 999_999) / 1_000_000;
  }

  /**
   * Takes all segments in hand as soon as there are some and it is time.
   *
   * @param due when it is time ({@link System#nanoTime}) where nobody waits for them
   * @param hurries whether it is time earlier where somebody does
   * @return false when the queue is closed and nothing is left, or is given up
   */
  synchronized boolean take(long due, boolean hurries) throws InterruptedException {
    while (pending.isEmpty() && !closed) {
      wait();
    }
    while (!isTime(hurries) && remainingMillis(due) > 0) {
      wait(remainingMillis(due));
    }
    if (abandoned || pending.isEmpty()) {
      return false;
    }
    inHand = pending;
    pending = new LinkedHashMap<>();
    return true;
  }

  private boolean isTime(boolean hurries) {
    boolean isWaitedFor = waiting > 0 || closed || pending.size() >= MOST_SEGMENTS;
    return abandoned || (hurries && isWaitedFor);
  }

  synchronized List<PendingSegment> inHand() {
    return List.copyOf(inHand.values());
  }

  /** Takes a segment in hand out: its attempt ends. */
  synchronized void drop(PendingSegment segment, IOException failure) {
    fail(segment.attempt().id(), failure);
    inHand.remove(segment.path());
  }

  /** Ends an attempt, whose tasks are told when they next ask. */
  synchronized void fail(AttemptRow.Id attempt, IOException failure) {
    failed.putIfAbsent(attempt, failure);
  }

  /**
   * The chunks of the segments in hand are recorded.
   *
   * @param areNoted whether the segments were put back before
   */
  synchronized void settle(boolean areNoted) {
    if (areNoted) {
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

  /** Puts the segments in hand back, before the chunks that came meanwhile. */
  synchronized void putBack() {
    closeFinished();
    for (PendingSegment newer : pending.values()) {
      PendingSegment older = inHand.putIfAbsent(newer.path(), newer);
      if (older != null) {
        older.addAll(newer);
      }
    }
    pending = inHand;
    inHand = Map.of();
    pending.keySet().forEach(notes::mark);
    notifyAll();
  }

  /** Ends all attempts; what they made is noted, and that of segments in hand is on disk. */
  synchronized void giveUp(IOException failure) {
    closeFinished();
    for (PendingSegment segment : unrecorded().toList()) {
      notes.mark(segment.path());
      fail(segment.attempt().id(), failure);
    }
    inHand = Map.of();
    pending = new LinkedHashMap<>();
    notifyAll();
  }

  /** Nobody takes anything any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * Records what is left and ends. What cannot be recorded in time is forced to disk and noted.
   *
   * @param patience how long to try while the catalog cannot be written
   * @return whether everything is recorded; the rest is recorded by the next command
   */
  synchronized boolean close(Duration patience) {
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
    List<PendingSegment> left = unrecorded().toList();
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
