package io.slurmgen.check;

import io.slurmgen.model.IndexRange;
import io.slurmgen.model.ParamSetRow;
import java.util.Optional;

/**
 * A segment as the catalog has it.
 *
 * @param id its key
 * @param paramSet whose samples it holds
 * @param preprocessedId what a preprocessor made, empty where the samples were generated
 * @param jobId the key of the job that wrote it
 * @param path relative to the cache directory
 * @param indexes of its recorded samples
 * @param lengthBytes where its last recorded chunk ends
 */
public record RecordedSegment(
    long id,
    ParamSetRow paramSet,
    Optional<Long> preprocessedId,
    long jobId,
    String path,
    IndexRange indexes,
    long lengthBytes) {}
