package io.slurmgen.task;

import io.slurmgen.catalog.AttemptTiming;
import io.slurmgen.segment.ChunkEntry;

/**
 * The timing of an attempt's chunks so far. Not thread-safe.
 *
 * <p>Mean and variance are updated chunk by chunk (Welford, Technometrics 4, 1962): opening a
 * library of statistics for these three lines would cost a short run more than its samples.
 */
final class ChunkTiming {

  private long startupNanos;
  private long chunks;
  private double meanNanos;
  private double squaredDeviations;

  void started(long nanos) {
    startupNanos = nanos;
  }

  void add(ChunkEntry chunk) {
    double nanosPerSample = (double) chunk.nanos() / chunk.rows();
    double deviation = nanosPerSample - meanNanos;
    chunks++;
    meanNanos += deviation / chunks;
    squaredDeviations += deviation * (nanosPerSample - meanNanos);
  }

  AttemptTiming summary() {
    double variance = chunks < 2 ? 0 : squaredDeviations / (chunks - 1);
    return new AttemptTiming(startupNanos, chunks, meanNanos, Math.sqrt(variance));
  }
}
