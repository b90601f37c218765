package io.slurmgen.model;

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
 * @param newest what is known of the newest attempt, empty before the first
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
    Optional<Newest> newest,
    Optional<Instant> unseenSince,
    Optional<EndReason> reason,
    Optional<String> error) {

  /**
   * Where the newest attempt runs or ran.
   *
   * @param node the host
   * @param slurmJob its Slurm array task, as 123_4
   * @param log its output, relative to the cache directory
   * @param started when
   * @param ended when, empty while it runs and where it ended without a word
   */
  public record Newest(
      String node,
      Optional<String> slurmJob,
      Optional<String> log,
      Instant started,
      Optional<Instant> ended) {}

  static JobRow draft(int number, IndexRanges ranges) {
    return new JobRow(
        0,
        number,
        JobState.PENDING,
        0,
        ranges,
        0,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** How many of its samples are missing. */
  public long missing() {
    return ranges.samples() - recorded;
  }
}
