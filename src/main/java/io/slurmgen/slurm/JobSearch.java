package io.slurmgen.slurm;

import io.slurmgen.slurm.value.JobId;
import java.util.List;

/**
 * What a search for a job by its name came to.
 *
 * @param jobs the jobs of that name: one or none, if names are unique
 * @param certain whether this is final; if not, none was found, but one may still come to light
 */
public record JobSearch(List<JobId> jobs, boolean certain) {
  public JobSearch {
    jobs = List.copyOf(jobs);
  }

  /** Whether the job certainly neither waits nor runs. */
  public boolean certainlyNone() {
    return jobs.isEmpty() && certain;
  }
}
