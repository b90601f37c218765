package io.slurmgen.unrecorded;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import java.util.List;
import java.util.Optional;

/**
 * The start of an attempt as its task says it without writing to the catalog.
 *
 * @param job the job's key in the catalog
 * @param number the attempt, from 1
 * @param submission the submission
 * @param jobNumber the job's number within it
 * @param node the host that runs it
 * @param slurmJob its Slurm array task, null where there is none
 * @param log its output, relative to the cache directory, null where it is not kept
 * @param codeHash the code it runs
 * @param startedMillis when
 * @param making the indexes that it makes: of each run the first one, and how many
 */
record AttemptClaim(
    @JsonProperty("job") long job,
    @JsonProperty("number") int number,
    @JsonProperty("submission") long submission,
    @JsonProperty("job_number") int jobNumber,
    @JsonProperty("node") String node,
    @JsonProperty("slurm_job") String slurmJob,
    @JsonProperty("log") String log,
    @JsonProperty("code_hash") String codeHash,
    @JsonProperty("started_ms") long startedMillis,
    @JsonProperty("making") List<List<Long>> making) {

  static AttemptClaim of(AttemptStart start, AttemptRow attempt, long startedMillis) {
    return new AttemptClaim(
        attempt.jobId(),
        attempt.number(),
        start.submissionId(),
        start.jobNumber(),
        start.node(),
        start.slurmJob().orElse(null),
        start.log().orElse(null),
        start.codeHash(),
        startedMillis,
        attempt.missing().ranges().stream()
            .map(range -> List.of(range.first(), range.samples()))
            .toList());
  }

  IndexRanges indexes() {
    return new IndexRanges(
        making.stream().map(range -> new IndexRange(range.get(0), range.get(1))).toList());
  }

  AttemptStart start() {
    return new AttemptStart(
        submission,
        jobNumber,
        node,
        Optional.ofNullable(slurmJob),
        Optional.ofNullable(log),
        codeHash);
  }
}
