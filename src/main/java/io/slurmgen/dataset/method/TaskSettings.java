package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import java.util.List;

/**
 * What {@link Generator} and {@link Preprocessor} say about the tasks that run a method.
 *
 * @param cacheEvery how many samples make a chunk, at least 1
 * @param memPerCpu memory for each CPU of a task on Slurm, as {@code sbatch --mem-per-cpu} takes
 *     it; empty for the cluster's default
 * @param sbatchOptions further options for {@code sbatch} in one text, perhaps empty
 * @param setup shell lines that a task on Slurm runs first, perhaps none
 */
public record TaskSettings(
    int cacheEvery, String memPerCpu, String sbatchOptions, List<String> setup) {

  /**
   * Copies the list.
   *
   * @param cacheEvery how many samples make a chunk
   * @param memPerCpu memory for each CPU
   * @param sbatchOptions further options for sbatch
   * @param setup shell lines
   */
  public TaskSettings {
    setup = List.copyOf(setup);
  }

  static TaskSettings of(Generator annotation, Signature signature) {
    return of(
        signature,
        annotation.cacheEvery(),
        annotation.memPerCpu(),
        annotation.sbatchOptions(),
        annotation.setup());
  }

  static TaskSettings of(Preprocessor annotation, Signature signature) {
    return of(
        signature,
        annotation.cacheEvery(),
        annotation.memPerCpu(),
        annotation.sbatchOptions(),
        annotation.setup());
  }

  private static TaskSettings of(
      Signature signature, int cacheEvery, String memPerCpu, String sbatchOptions, String[] setup) {
    if (cacheEvery < 1) {
      throw signature.error("cacheEvery is " + cacheEvery + ", but at least 1 is needed");
    }
    return new TaskSettings(cacheEvery, memPerCpu.strip(), sbatchOptions.strip(), List.of(setup));
  }
}
