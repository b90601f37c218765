package io.slurmgen.rebuild;

import io.slurmgen.model.AttemptRow;

/**
 * What the catalog knows of a segment that is on the disk.
 *
 * @param attempt the attempt that wrote it
 * @param recordedBytes how much of it is recorded, 0 where no row names it
 * @param mayGrow whether more of it may still be recorded: the attempt is its job's newest, its job
 *     lacks samples, and it has not said that it is over. A job that counts as ended may only have
 *     been given up, and come back
 * @param isEndGuessed whether the attempt is its job's newest in a catalog that was rebuilt, which
 *     takes every job for ended: it may still be running, and what it makes counts in the next one
 */
public record SegmentClaim(
    AttemptRow attempt, long recordedBytes, boolean mayGrow, boolean isEndGuessed) {}
