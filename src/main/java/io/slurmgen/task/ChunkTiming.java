package io.slurmgen.task;

import io.slurmgen.catalog.AttemptTiming;
import io.slurmgen.segment.ChunkEntry;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.SecondMoment;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/**
 * The timing of an attempt's chunks so far. Not thread-safe.
 *
 * <p>Both figures come from one moment: all that SummaryStatistics offers would take a short run a
 * noticeable part of its time to load.
 */
final class ChunkTiming {

  private final SecondMoment nanosPerSample = new SecondMoment();
  private final Mean mean = new Mean(nanosPerSample);
  private final Variance variance = new Variance(nanosPerSample);
  private long startupNanos;

  void started(long nanos) {
    startupNanos = nanos;
  }

  void add(ChunkEntry chunk) {
    nanosPerSample.increment((double) chunk.nanos() / chunk.rows());
  }

  AttemptTiming summary() {
    return new AttemptTiming(
        startupNanos, nanosPerSample.getN(), mean.getResult(), Math.sqrt(variance.getResult()));
  }
}
