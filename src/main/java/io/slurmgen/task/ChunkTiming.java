package io.slurmgen.task;

import io.slurmgen.catalog.AttemptTiming;
import io.slurmgen.segment.ChunkEntry;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The timing of an attempt's chunks so far. Not thread-safe. */
final class ChunkTiming {

  private final SummaryStatistics nanosPerSample = new SummaryStatistics();
  private long startupNanos;

  void started(long nanos) {
    startupNanos = nanos;
  }

  void add(ChunkEntry chunk) {
    nanosPerSample.addValue((double) chunk.nanos() / chunk.rows());
  }

  AttemptTiming summary() {
    return new AttemptTiming(
        startupNanos,
        nanosPerSample.getN(),
        nanosPerSample.getMean(),
        nanosPerSample.getStandardDeviation());
  }
}
