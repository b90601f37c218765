package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.task.Recipe;
import java.util.Optional;

/** How the samples of an attempt or a submission are made. */
public final class Recipes {

  private Recipes() {}

  public static Recipe of(Catalog catalog, DatasetClasses classes, AttemptRow attempt) {
    return of(catalog, classes, attempt.paramSet(), attempt.preprocessing());
  }

  public static Recipe of(Catalog catalog, DatasetClasses classes, SubmissionRow submission) {
    return of(catalog, classes, submission.paramSet(), submission.preprocessing());
  }

  private static Recipe of(
      Catalog catalog,
      DatasetClasses classes,
      ParamSetRow set,
      Optional<SubmissionRow.Preprocessing> preprocessing) {
    String dataset = set.dataset();
    return preprocessing
        .map(derived -> Recipe.preprocess(catalog, classes, dataset, derived.preprocessor()))
        .orElseGet(() -> Recipe.generate(catalog.directory(), classes, dataset));
  }
}
