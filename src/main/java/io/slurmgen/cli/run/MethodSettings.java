package io.slurmgen.cli.run;

import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.dataset.method.TaskSettings;
import io.slurmgen.model.SubmissionRow;
import java.util.List;

/**
 * A method of the user and what its annotation says about running it on Slurm.
 *
 * @param name of the dataset or preprocessor
 * @param task what it says
 */
public record MethodSettings(String name, TaskSettings task) {

  /** Returns the settings of the method that makes the samples of a submission. */
  public static MethodSettings of(DatasetClasses classes, SubmissionRow submission) {
    String dataset = submission.paramSet().dataset();
    return submission
        .preprocessing()
        .map(derived -> of(classes.preprocessor(dataset, derived.preprocessor())))
        .orElseGet(() -> of(classes.generator(dataset)));
  }

  public static MethodSettings of(GeneratorMethod method) {
    return new MethodSettings(method.name(), method.settings());
  }

  public static MethodSettings of(PreprocessorMethod method) {
    return new MethodSettings(method.name(), method.settings());
  }

  String memPerCpu() {
    return task.memPerCpu();
  }

  String sbatchOptions() {
    return task.sbatchOptions();
  }

  List<String> setup() {
    return task.setup();
  }
}
