package io.slurmgen.dataset;

import java.util.List;

/** What both annotations say about the tasks that run a method. */
record TaskSettings(int cacheEvery, String memPerCpu, String sbatchOptions, List<String> setup) {
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
