package io.slurmgen.task;

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
import java.time.Instant;
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
   */
  @Override
  public AttemptRow start(AttemptStart start, Duration patience) throws IOException {
    AttemptRow known = catalog.attemptReports().next(start);
    int number = known.number();
    for (int started : files.started(known.jobId())) {
      number = Math.max(number, started + 1);
    }
    Instant now = clock.instant();
    while (!files.start(AttemptClaim.of(start, known.jobId(), number, now.toEpochMilli()))) {
      number++;
    }
    IndexRanges missing = known.missing();
    for (int started : files.started(known.jobId())) {
      if (started < number) {
        IndexRanges free = missing.minus(later(known.jobId(), started, number));
        missing =
            missing.minus(new UnrecordedSegments(catalog).written(known.withNumber(started), free));
      }
    }
    files.setMaking(known.jobId(), number, missing);
    return known.withNumber(number).withMissing(missing);
  }

  /** What is made by the attempts between two. */
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
  public Map<AttemptRow, IOException> record(List<RecordedChunks> recorded, Duration patience) {
    Map<AttemptRow, IOException> superseded = new HashMap<>();
    for (RecordedChunks chunks : recorded) {
      AttemptRow attempt = chunks.attempt();
      if (isSuperseded(attempt)) {
        superseded.put(attempt, SupersededException.of(attempt));
      }
    }
    return superseded;
  }

  /** Its own start is removed when a later one, or the end of its job, is recorded. */
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
