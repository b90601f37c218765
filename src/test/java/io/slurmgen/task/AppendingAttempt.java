package io.slurmgen.task;

import io.slurmgen.catalog.jobs.AttemptRecords;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.unrecorded.AppendingRecords;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An attempt of a task that only appends, taken step by step: it may stop after any. */
public final class AppendingAttempt implements Closeable {

  /** Chunks are on the disk, and nobody looks whether their attempt is superseded. */
  static final AttemptRecords FORCED =
      new AttemptRecords() {
        @Override
        public AttemptRow start(AttemptStart start, Duration patience) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Map<AttemptRow.Id, IOException> record(
            List<RecordedChunks> recorded, Duration patience) {
          return Map.of();
        }

        @Override
        public void end(AttemptRow attempt, JobEnd end, Duration patience) {
          throw new UnsupportedOperationException();
        }
      };

  private final AppendingRecords records;
  private final Recorder recorder;
  private final TaskBench bench;
  private final AttemptRow attempt;
  private final SegmentParts parts;
  private final Deque<Long> left = new ArrayDeque<>();

  private AppendingAttempt(TaskBench bench, AppendingRecords records, AttemptRow attempt) {
    this.bench = bench;
    this.records = records;
    this.attempt = attempt;
    this.recorder = Recorder.start(FORCED, bench.catalog.directory(), line -> {});
    Recipe recipe = TaskBench.recipe(1000, TaskBench::sample);
    this.parts = new SegmentParts(bench.catalog.directory(), attempt, recipe, recorder);
    for (IndexRange range : attempt.missing().ranges()) {
      for (long index = range.first(); index < range.end(); index++) {
        left.add(index);
      }
    }
  }

  /** Starts the next attempt of a job. */
  public static AppendingAttempt start(
      TaskBench bench, SubmissionRow submission, int job, Clock clock) throws IOException {
    AppendingRecords records = new AppendingRecords(bench.catalog, clock);
    return new AppendingAttempt(
        bench, records, records.start(startOf(submission, job), TaskBench.PATIENCE));
  }

  /** A started attempt that makes other indexes than it was told. */
  static AppendingAttempt of(
      TaskBench bench, AttemptRow started, IndexRanges missing, Clock clock) {
    AppendingRecords records = new AppendingRecords(bench.catalog, clock);
    return new AppendingAttempt(bench, records, started.withMissing(missing));
  }

  static AttemptStart startOf(SubmissionRow submission, int job) {
    return new AttemptStart(
        submission.id(), job, "node", Optional.empty(), Optional.empty(), "code");
  }

  public AttemptRow row() {
    return attempt;
  }

  /** Appends a chunk of its next samples. */
  public AppendingAttempt write(int samples) throws IOException {
    for (int i = 0; i < samples && !left.isEmpty(); i++) {
      long index = left.remove();
      parts.append(index, TaskBench.sample(index));
    }
    parts.endChunk();
    recorder.queue().await(attempt, TaskBench.PATIENCE);
    return this;
  }

  public AppendingAttempt writeAll() throws IOException {
    return write(left.size());
  }

  /** Appends the first bytes of a chunk, as a killed process leaves them. */
  void tear() throws IOException {
    Path file = bench.catalog.directory().root().resolve(attempt.segmentPath(0));
    if (Files.exists(file)) {
      byte[] torn = {-1, -1, -1, -1, 64, 1, 0, 0, 16};
      Files.write(file, torn, StandardOpenOption.APPEND);
    }
  }

  public void end(JobEnd end) throws IOException {
    records.end(attempt, end, TaskBench.PATIENCE);
  }

  boolean hasAll() {
    return left.isEmpty();
  }

  @Override
  public void close() throws IOException {
    recorder.close(TaskBench.PATIENCE);
    parts.close();
  }
}
