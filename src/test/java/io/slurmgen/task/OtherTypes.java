package io.slurmgen.task;

import io.slurmgen.dataset.Sample;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.unrecorded.AppendingRecords;
import java.io.IOException;
import java.time.Clock;

/** Samples whose label is a text, in the dataset of the bench. */
final class OtherTypes {
  double features;
  String label;

  private OtherTypes() {}

  /** Runs an appending attempt that makes some, to its end. */
  static void write(TaskBench bench, SubmissionRow submission, Clock clock) throws IOException {
    AppendingRecords records = new AppendingRecords(bench.catalog, clock);
    AttemptRow attempt = records.start(AppendingAttempt.startOf(submission, 0), TaskBench.PATIENCE);
    Recorder none = Recorder.start(AppendingAttempt.FORCED, bench.catalog.directory(), line -> {});
    Recipe recipe = TaskBench.recipe(OtherTypes.class, 10, TaskBench::sample);
    try (SegmentParts parts = new SegmentParts(bench.catalog.directory(), attempt, recipe, none)) {
      for (long i = 0; i < attempt.missing().samples(); i++) {
        parts.append(attempt.missing().ranges().get(0).first() + i, new Sample<>(0.5, "text"));
      }
      parts.endChunk();
      none.close(TaskBench.PATIENCE);
    }
    records.end(attempt, JobEnd.done(), TaskBench.PATIENCE);
  }
}
