package io.slurmgen.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.slurmgen.model.AttemptStart;
import java.util.Optional;

/**
 * What a task says when it starts an attempt without writing to the catalog.
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
    @JsonProperty("started_ms") long startedMillis) {

  static AttemptClaim of(AttemptStart start, long job, int number, long startedMillis) {
    return new AttemptClaim(
        job,
        number,
        start.submissionId(),
        start.jobNumber(),
        start.node(),
        start.slurmJob().orElse(null),
        start.log().orElse(null),
        start.codeHash(),
        startedMillis);
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
