package io.slurmgen.catalog;

/**
 * How long an attempt's samples took.
 *
 * @param startupNanos from the start of the process to the first sample asked for
 * @param chunks how many chunks the figures are over
 * @param meanNanos mean of the chunks' nanoseconds per sample
 * @param stddevNanos their sample standard deviation, 0 for one chunk
 */
public record AttemptTiming(long startupNanos, long chunks, double meanNanos, double stddevNanos) {}
