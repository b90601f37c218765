package io.slurmgen.model;

import io.slurmgen.layout.SegmentName;
import java.util.Optional;

/**
 * A started attempt of a job: what its task needs to know.
 *
 * @param jobId the job's key in the catalog
 * @param number the attempt, from 1
 * @param jobNumber the job's number within its submission
 * @param submissionId the submission
 * @param paramSet whose samples it makes
 * @param preprocessing what it derives, empty where it generates
 * @param missing the indexes that it is to make
 */
public record AttemptRow(
    long jobId,
    int number,
    int jobNumber,
    long submissionId,
    ParamSetRow paramSet,
    Optional<SubmissionRow.Preprocessing> preprocessing,
    IndexRanges missing) {

  /**
   * The key of an attempt.
   *
   * @param jobId the job's key in the catalog
   * @param number the attempt, from 1
   */
  public record Id(long jobId, int number) {}

  /** Returns what it is known by. */
  public Id id() {
    return new Id(jobId, number);
  }

  /** Another attempt of the same job. */
  public AttemptRow withNumber(int other) {
    return new AttemptRow(jobId, other, jobNumber, submissionId, paramSet, preprocessing, missing);
  }

  /** Returns this attempt with other indexes to make. */
  public AttemptRow withMissing(IndexRanges other) {
    return new AttemptRow(jobId, number, jobNumber, submissionId, paramSet, preprocessing, other);
  }

  /** Returns the name of one of its segments. */
  public SegmentName segment(int part) {
    return new SegmentName(paramSet.folder(), jobId, number, part);
  }

  /** The path of one of its segments relative to the cache directory. */
  public String segmentPath(int part) {
    return segment(part).path();
  }
}
