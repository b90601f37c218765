package io.slurmgen.slurm.value;

/**
 * The states of a job in Slurm, of <a href="https://slurm.schedmd.com/job_state_codes.html">its
 * page on job states</a> and of the manual pages of squeue and sacct up to 25.11.
 */
public enum SlurmState {
  /** Waits for resources, a dependency, or its owner. */
  PENDING(Group.PENDING),
  /** Ended without success, and waits to run again. */
  REQUEUED(Group.PENDING),
  /** The state {@link #REQUEUED} in a federation of clusters. */
  REQUEUE_FED(Group.PENDING),
  /** To be requeued, but held until somebody releases it. */
  REQUEUE_HOLD(Group.PENDING),
  /** Requeued and held because the job asked for it with its exit code. */
  SPECIAL_EXIT(Group.PENDING),
  /** Held because its reservation was deleted. */
  RESV_DEL_HOLD(Group.PENDING),
  /** Could not be started on its nodes, and is requeued. */
  LAUNCH_FAILED(Group.PENDING),
  /** The nodes could not be set up for the task, and it is requeued. */
  RECONFIG_FAIL(Group.PENDING),
  /** The nodes are being switched on. */
  POWER_UP_NODE(Group.PENDING),
  /** Has its nodes, which are getting ready. */
  CONFIGURING(Group.RUNNING),
  /** Runs. */
  RUNNING(Group.RUNNING),
  /** Is ending: its processes are, or its epilog. How it ended is not told yet. */
  COMPLETING(Group.RUNNING),
  /** Has ended; Slurm is checking whether to run it again at once. */
  EXPEDITING(Group.RUNNING),
  /** Changes its size. */
  RESIZING(Group.RUNNING),
  /** Is sent a signal. */
  SIGNALING(Group.RUNNING),
  /** Stages files out. */
  STAGE_OUT(Group.RUNNING),
  /** Stopped by SIGSTOP, keeps its CPUs. */
  STOPPED(Group.RUNNING),
  /** Suspended, its CPUs given to others. */
  SUSPENDED(Group.RUNNING),
  /** The accounting record is being written. */
  UPDATE_DB(Group.RUNNING),
  /** Ended with exit code 0. */
  COMPLETED(Group.SUCCESS),
  /** A node could not be started for it. */
  BOOT_FAIL(Group.FAILURE),
  /** Cancelled by its owner or an administrator. */
  CANCELLED(Group.FAILURE),
  /** Could not end before its deadline. */
  DEADLINE(Group.FAILURE),
  /** Ended with another exit code, or by a signal. */
  FAILED(Group.FAILURE),
  /** One of its nodes failed. */
  NODE_FAIL(Group.FAILURE),
  /** Took more memory than it had asked for. */
  OUT_OF_MEMORY(Group.FAILURE),
  /** Gave way to a more important job. */
  PREEMPTED(Group.FAILURE),
  /** Taken over by another cluster of a federation. */
  REVOKED(Group.FAILURE),
  /** Reached its time limit. */
  TIMEOUT(Group.FAILURE),
  /** One that slurm-gen does not know: nothing can be concluded from it. */
  UNKNOWN(Group.UNKNOWN);

  private enum Group {
    UNKNOWN,
    PENDING,
    RUNNING,
    SUCCESS,
    FAILURE
  }

  private final Group group;

  SlurmState(Group group) {
    this.group = group;
  }

  /** Whether it has not started, or waits to start again. */
  public boolean isPending() {
    return group == Group.PENDING;
  }

  /** Whether it holds resources, be it while it starts or ends. */
  public boolean isRunning() {
    return group == Group.RUNNING;
  }

  /** Whether it has ended for good, with or without success. */
  public boolean isFinished() {
    return group == Group.SUCCESS || isFailure();
  }

  /** Whether it has ended for good without success. */
  public boolean isFailure() {
    return group == Group.FAILURE;
  }

  /**
   * Reads a state as squeue, sacct and scontrol print it in full.
   *
   * @param text such as {@code RUNNING}; sacct adds who did it: {@code CANCELLED by 1000}
   * @return {@link #UNKNOWN} for a state that is none of these
   */
  static SlurmState parse(String text) {
    String name = text.startsWith("CANCELLED by ") ? "CANCELLED" : text;
    for (SlurmState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
