package io.slurmgen.model;

import io.slurmgen.segment.ChunkEntry;
import java.util.List;

/**
 * How long an attempt's samples took.
 *
 * @param startupNanos from the start of the task to the first sample asked for, 0 if not known; a
 *     task begins with its batch script, or with its turn in the process that runs it here
 * @param chunks how many chunks the figures are over
 * @param meanNanos mean of the chunks' nanoseconds per sample
 * @param stddevNanos their sample standard deviation, 0 for one chunk
 */
public record AttemptTiming(long startupNanos, long chunks, double meanNanos, double stddevNanos) {

  /** The timing with more chunks; each is taken in by Welford's method. */
  public AttemptTiming plus(List<ChunkEntry> more) {
    long count = chunks;
    double mean = meanNanos;
    double squares = stddevNanos * stddevNanos * Math.max(0, chunks - 1);
    for (ChunkEntry chunk : more) {
      count++;
      double difference = (double) chunk.nanos() / chunk.rows() - mean;
      mean += difference / count;
      squares += difference * difference * (count - 1) / count;
    }
    double stddev = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
    return new AttemptTiming(startupNanos, count, mean, stddev);
  }
}
