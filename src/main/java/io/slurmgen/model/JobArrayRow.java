package io.slurmgen.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One sbatch call for jobs of a submission.
 *
 * @param id its key in the catalog
 * @param submissionId the submission
 * @param request what was asked for
 * @param state how far the call came
 * @param slurmJobId Slurm's number of the array, once it is known
 * @param cluster where it is, by the cluster's name; empty where an older version submitted it
 * @param created when it was decided
 */
public record JobArrayRow(
    long id,
    long submissionId,
    Request request,
    State state,
    OptionalLong slurmJobId,
    Optional<String> cluster,
    Instant created) {

  /** How far an sbatch call came. */
  public enum State {
    /** Decided, and perhaps done: to be looked up by its name. */
    INTENDED,
    /** Slurm has it. */
    SUBMITTED,
    /** Slurm refused it, or it was never called. */
    REJECTED
  }

  /**
   * What an sbatch call asks for.
   *
   * @param name the job's name in Slurm, unique among all users of the cluster
   * @param jobs the numbers of the jobs
   * @param spec the jobs as sbatch's --array has them
   * @param firstJob the number of the job that has array index 0
   * @param timeLimitMinutes time for each task
   * @param memPerCpu memory for each task, empty for the cluster's default
   * @param maxParallel how many tasks may run at once, 0 for any number
   * @param userOptions the user's own sbatch options
   */
  public record Request(
      String name,
      List<Integer> jobs,
      String spec,
      int firstJob,
      long timeLimitMinutes,
      String memPerCpu,
      int maxParallel,
      String userOptions) {

    /** Copies the list. */
    public Request {
      jobs = List.copyOf(jobs);
    }
  }

  /** Whether it is with a cluster, as far as is known. */
  public boolean isOn(String other) {
    return cluster.isEmpty() || cluster.get().equals(other);
  }

  /** The array index of a job. */
  public int indexOf(JobRow job) {
    return job.number() - request.firstJob();
  }
}
