package io.slurmgen.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job of a submission.
 *
 * @param id its key in the catalog, which is in the names of its segments
 * @param number its number within the submission, from 0
 * @param state how far it is
 * @param attempt the newest attempt, 0 before the first
 * @param ranges the indexes it is to make
 * @param recorded how many of its samples are recorded
 * @param jobArrayId the newest job array it is part of, empty where it runs locally
 * @param unseenSince since when Slurm does not know it any more
 * @param reason why it ended without all its samples
 * @param error the same for people, one line
 */
public record JobRow(
    long id,
    int number,
    JobState state,
    int attempt,
    IndexRanges ranges,
    long recorded,
    OptionalLong jobArrayId,
    Optional<Instant> unseenSince,
    Optional<EndReason> reason,
    Optional<String> error) {

  /** How many of its samples are missing. */
  public long missing() {
    return ranges.samples() - recorded;
  }
}
