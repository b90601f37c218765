package io.slurmgen.submission;

import io.slurmgen.model.AttemptTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.AggregateSummaryStatistics;
import org.apache.commons.math3.stat.descriptive.StatisticalSummary;
import org.apache.commons.math3.stat.descriptive.StatisticalSummaryValues;

/**
 * How long a job is likely to take at most: for each sample the mean and three standard deviations
 * of earlier chunks' time per sample, and once the longest start-up seen.
 *
 * @param meanNanos mean time per sample over earlier chunks, in nanoseconds
 * @param stddevNanos its standard deviation between chunks, in nanoseconds
 * @param startupNanos the longest time from the start of a task to its first sample
 */
public record TimeEstimate(double meanNanos, double stddevNanos, double startupNanos) {

  /** The estimate from earlier attempts, empty where there are none. */
  public static Optional<TimeEstimate> of(List<AttemptTiming> earlier) {
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    StatisticalSummary all =
        AggregateSummaryStatistics.aggregate(earlier.stream().map(TimeEstimate::summary).toList());
    double startup = earlier.stream().mapToLong(AttemptTiming::startupNanos).max().getAsLong();
    double stddev = all.getN() > 1 ? all.getStandardDeviation() : 0;
    return Optional.of(new TimeEstimate(all.getMean(), stddev, startup));
  }

  private static StatisticalSummary summary(AttemptTiming timing) {
    double variance = timing.stddevNanos() * timing.stddevNanos();
    double mean = timing.meanNanos();
    return new StatisticalSummaryValues(
        mean, variance, timing.chunks(), mean, mean, mean * timing.chunks());
  }

  /** The time to allow one job. */
  public Duration ofJob(long samples) {
    return nanos((meanNanos + 3 * stddevNanos) * samples + startupNanos);
  }

  /** The processor time that samples are expected to take, split over jobs. */
  public Duration expected(long samples, int jobs) {
    return nanos(meanNanos * samples + startupNanos * jobs);
  }

  private static Duration nanos(double nanos) {
    return Duration.ofNanos((long) Math.ceil(Math.min(nanos, Long.MAX_VALUE)));
  }
}
