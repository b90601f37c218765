package io.slurmgen.catalog.jobs;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.JobEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A place where attempts of jobs start, where it is recorded what they make, and how they end: the
 * catalog, or files for the next command where a task may not write to the catalog.
 */
public interface AttemptRecords {

  /**
   * Starts the next attempt of a job, which shuts out those before it.
   *
   * @param patience how long to wait for other writers
   * @throws SupersededException if the job is not to run any more
   */
  AttemptRow start(AttemptStart start, Duration patience) throws IOException;

  /**
   * Records chunks whose bytes are on disk.
   *
   * @param patience how long to wait for other writers
   * @return why attempts may not record, by attempt
   */
  Map<AttemptRow.Id, IOException> record(List<RecordedChunks> recorded, Duration patience)
      throws IOException;

  /**
   * Ends an attempt; does nothing where it is superseded.
   *
   * @param patience how long to wait for other writers
   */
  void end(AttemptRow attempt, JobEnd end, Duration patience) throws IOException;
}
