package io.slurmgen.bench;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.util.OptionalLong;

/** Submissions to the catalog of samples that are already there once. */
final class Submitted {
  private Submitted() {}

  /**
   * Submits more samples of a dataset's parameter set 0.
   *
   * @return the submission's number
   */
  static long of(Catalog catalog, String dataset, long samples, int jobs) throws IOException {
    ParamSetRow set = catalog.counts().of(dataset).get(0).paramSet();
    return catalog
        .submissions()
        .create(
            new NewSubmission(
                dataset,
                set.hash(),
                set.params(),
                OptionalLong.empty(),
                0,
                new NewSubmission.Amount(samples, false),
                jobs,
                ExecutorKind.LOCAL,
                "code",
                Submitter.ofThisProcess()))
        .orElseThrow()
        .id();
  }
}
