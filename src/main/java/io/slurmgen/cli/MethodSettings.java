package io.slurmgen.cli;

import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.dataset.DatasetClasses;
import io.slurmgen.dataset.GeneratorMethod;
import io.slurmgen.dataset.PreprocessorMethod;
import java.util.List;

/**
 * What an annotation of the user says about running its method on Slurm.
 *
 * @param name of the dataset or preprocessor
 * @param memPerCpu memory for each task, perhaps empty
 * @param sbatchOptions more sbatch options, perhaps empty
 * @param setup shell lines that a task runs first
 */
record MethodSettings(String name, String memPerCpu, String sbatchOptions, List<String> setup) {

  /** Those of the method that makes the samples of a submission. */
  static MethodSettings of(DatasetClasses classes, SubmissionRow submission) {
    String dataset = submission.paramSet().dataset();
    return submission
        .preprocessing()
        .map(derived -> of(classes.preprocessor(dataset, derived.preprocessor())))
        .orElseGet(() -> of(classes.generator(dataset)));
  }

  static MethodSettings of(GeneratorMethod method) {
    return new MethodSettings(
        method.name(), method.memPerCpu(), method.sbatchOptions(), method.setup());
  }

  static MethodSettings of(PreprocessorMethod method) {
    return new MethodSettings(
        method.name(), method.memPerCpu(), method.sbatchOptions(), method.setup());
  }
}
