package io.slurmgen.slurm.value;

import java.util.Comparator;

/**
 * One task of a job array.
 *
 * @param job the array's job id ({@code SLURM_ARRAY_JOB_ID})
 * @param index the task's index in the array ({@code SLURM_ARRAY_TASK_ID}); 0 for a job that is no
 *     array
 */
public record TaskId(JobId job, int index) implements Comparable<TaskId> {
  private static final Comparator<TaskId> ORDER =
      Comparator.comparing(TaskId::job).thenComparing(TaskId::index);

  public TaskId {
    if (index < 0) {
      throw new IllegalArgumentException("an array's indexes start at 0, not " + index);
    }
  }

  /** Job and index as Slurm's commands take them: {@code 12_3}. */
  @Override
  public String toString() {
    return job + "_" + index;
  }

  @Override
  public int compareTo(TaskId other) {
    return ORDER.compare(this, other);
  }
}
