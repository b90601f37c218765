package io.slurmgen.catalog.jobs;

import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.Submitter;

/**
 * A request to preprocess samples of a group.
 *
 * @param paramSetId the parameter set
 * @param group the group's name
 * @param preprocessor the preprocessor's name
 * @param samples how many of the group's first samples are to be there in the end
 * @param mayMove whether raw samples may be moved to the group where it has fewer
 * @param jobs into how many jobs to split them, 1 or more
 * @param executor who runs it
 * @param codeHash the code of the datasets
 * @param submitter the submitting process
 */
public record NewPreprocessing(
    long paramSetId,
    String group,
    String preprocessor,
    long samples,
    boolean mayMove,
    int jobs,
    ExecutorKind executor,
    String codeHash,
    Submitter submitter) {}
