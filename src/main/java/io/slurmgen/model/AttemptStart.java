package io.slurmgen.model;

import java.util.Optional;

/**
 * The start of an attempt.
 *
 * @param submissionId the submission
 * @param jobNumber the job's number within it
 * @param node the host that runs it
 * @param slurmJob its Slurm array task, as 123_4
 * @param log its output, relative to the cache directory
 * @param codeHash the code it runs
 */
public record AttemptStart(
    long submissionId,
    int jobNumber,
    String node,
    Optional<String> slurmJob,
    Optional<String> log,
    String codeHash) {}
