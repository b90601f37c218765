package io.slurmgen.slurm.value;

/**
 * The number by which Slurm knows a job; for a job array that of the whole array.
 *
 * @param value positive
 */
public record JobId(long value) implements Comparable<JobId> {
  public JobId {
    if (value <= 0) {
      throw new IllegalArgumentException("not a Slurm job id: " + value);
    }
  }

  /** The id in decimal digits, as Slurm's commands take it. */
  @Override
  public String toString() {
    return Long.toString(value);
  }

  @Override
  public int compareTo(JobId other) {
    return Long.compare(value, other.value);
  }
}
