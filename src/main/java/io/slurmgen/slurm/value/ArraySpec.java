package io.slurmgen.slurm.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which jobs of a submission one {@code sbatch --array} runs. Slurm wants indexes below
 * MaxArraySize, so an array's index 0 stands for its first job.
 *
 * @param firstJob the number of the job that has index 0
 * @param indexes of the jobs, each its number less {@code firstJob}; ascending, not empty
 * @param maxParallel how many may run at once; 0 for any number
 */
public record ArraySpec(int firstJob, List<Integer> indexes, int maxParallel) {
  public ArraySpec {
    indexes = List.copyOf(indexes);
    if (firstJob < 0 || maxParallel < 0 || indexes.isEmpty() || !ascending(indexes)) {
      throw new IllegalArgumentException("not an array: " + indexes + " from " + firstJob);
    }
  }

  private static boolean ascending(List<Integer> indexes) {
    int before = -1;
    for (int index : indexes) {
      if (index <= before) {
        return false;
      }
      before = index;
    }
    return true;
  }

  /**
   * Spreads jobs over as few arrays as MaxArraySize allows (nearly always one).
   *
   * @param jobs their numbers, in any order
   * @param maxArraySize as {@code Slurm#maxArraySize()} says: the largest index plus one
   * @param maxParallel how many may run at once, 0 for any number; divided between the arrays, each
   *     of which may run at least one
   * @return the arrays, none if there are no jobs
   */
  public static List<ArraySpec> of(Collection<Integer> jobs, int maxArraySize, int maxParallel) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int job : new TreeSet<>(jobs)) {
      if (groups.isEmpty() || job - groups.get(groups.size() - 1).get(0) >= maxArraySize) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(job);
    }
    List<ArraySpec> arrays = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      arrays.add(ofJobs(groups.get(i), maxArraySize, share(maxParallel, i, groups.size())));
    }
    return arrays;
  }

  /** Job numbers that fit are the indexes themselves, which is easier on people. */
  private static ArraySpec ofJobs(List<Integer> jobs, int maxArraySize, int maxParallel) {
    int firstJob = jobs.get(jobs.size() - 1) < maxArraySize ? 0 : jobs.get(0);
    return new ArraySpec(firstJob, jobs.stream().map(job -> job - firstJob).toList(), maxParallel);
  }

  private static int share(int maxParallel, int part, int parts) {
    int share = maxParallel / parts + (part < maxParallel % parts ? 1 : 0);
    return maxParallel == 0 ? 0 : Math.max(1, share);
  }

  /**
   * The numbers of the jobs.
   *
   * @return ascending
   */
  public List<Integer> jobs() {
    return indexes.stream().map(index -> index + firstJob).toList();
  }

  /** Returns the value for {@code --array}: {@code 0-39%5} or {@code 3,7,12-14}. */
  @Override
  public String toString() {
    return IndexSet.format(indexes) + (maxParallel == 0 ? "" : "%" + maxParallel);
  }
}
