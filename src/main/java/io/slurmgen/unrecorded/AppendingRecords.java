package io.slurmgen.unrecorded;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.AttemptRecords;
import io.slurmgen.catalog.jobs.SupersededException;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a task on a file system where nodes cannot take turns in writing to the catalog:
 * it reads the catalog, appends to its segments, and says in files of its own that it has started
 * and ended. The next command of the submitting node records all of that.
 *
 * <p>Thread-safe.
 */
public final class AppendingRecords implements AttemptRecords {

  private final Catalog catalog;
  private final Clock clock;
  private final AttemptFiles files;

  /** The records of a task. */
  public AppendingRecords(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
    this.files = new AttemptFiles(catalog.directory());
  }

  /**
   * Starts an attempt above all that the catalog and the files know. What earlier attempts have
   * written whole is not made again where it is to be recorded.
   *
   * @throws SupersededException if another one has started meanwhile
   */
  @Override
  public AttemptRow start(AttemptStart start, Duration patience) throws IOException {
    AttemptRow known = catalog.attemptReports().next(start);
    long startedMillis = clock.millis();
    AttemptRow attempt = known.withNumber(take(known.jobId(), known.number()));
    attempt = attempt.withMissing(notWritten(attempt));
    files.say(AttemptClaim.of(start, attempt, startedMillis));
    if (isSuperseded(attempt) || files.isShut(attempt.jobId(), attempt.number())) {
      throw SupersededException.of(attempt);
    }
    return attempt;
  }

  /** Looks again when it has a number: until then others' may have been hidden from this node. */
  private int take(long job, int first) throws IOException {
    int number = first;
    int newest = newest(job);
    do {
      number = Math.max(number, newest + 1);
      while (!files.take(job, number)) {
        number++;
      }
      newest = newest(job);
    } while (newest > number);
    return number;
  }

  private int newest(long job) throws IOException {
    List<Integer> started = files.started(job);
    return started.isEmpty() ? 0 : started.get(started.size() - 1);
  }

  private IndexRanges notWritten(AttemptRow attempt) throws IOException {
    UnrecordedSegments segments = new UnrecordedSegments(catalog);
    IndexRanges missing = attempt.missing();
    for (int earlier : files.started(attempt.jobId())) {
      if (earlier < attempt.number()) {
        IndexRanges free = missing.minus(later(attempt.jobId(), earlier, attempt.number()));
        missing = missing.minus(segments.written(attempt.withNumber(earlier), free));
      }
    }
    return missing;
  }

  /** The indexes that the attempts between two make. */
  private IndexRanges later(long job, int from, int to) throws IOException {
    IndexRanges later = IndexRanges.none();
    for (int number : files.started(job)) {
      if (number > from && number < to) {
        later = later.plus(files.making(job, number).orElse(IndexRanges.none()));
      }
    }
    return later;
  }

  /** Leaves chunks where they are, and only looks whether the attempt is superseded. */
  @Override
  public Map<AttemptRow.Id, IOException> record(List<RecordedChunks> recorded, Duration patience) {
    Map<AttemptRow.Id, IOException> superseded = new HashMap<>();
    for (RecordedChunks chunks : recorded) {
      AttemptRow attempt = chunks.attempt();
      if (isSuperseded(attempt)) {
        superseded.put(attempt.id(), SupersededException.of(attempt));
      }
    }
    return superseded;
  }

  /**
   * Whether a later attempt has started, or a command has recorded the end and removed the start.
   */
  private boolean isSuperseded(AttemptRow attempt) {
    return !files.hasStarted(attempt.jobId(), attempt.number())
        || files.hasStarted(attempt.jobId(), attempt.number() + 1);
  }

  @Override
  public void end(AttemptRow attempt, JobEnd end, Duration patience) throws IOException {
    if (!isSuperseded(attempt)) {
      files.setEnd(attempt.jobId(), attempt.number(), end, clock.instant());
    }
  }
}
