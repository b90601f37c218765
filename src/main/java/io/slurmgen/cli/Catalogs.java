package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ParamSetCounts;
import io.slurmgen.catalog.ParamSetRow;
import java.io.IOException;

/** Questions to a catalog that several commands ask. */
final class Catalogs {

  private Catalogs() {}

  /** The present counts of a parameter set. */
  static ParamSetCounts counts(Catalog catalog, ParamSetRow set) throws IOException {
    return catalog.counts().of(set.dataset()).stream()
        .filter(counts -> counts.paramSet().id() == set.id())
        .findFirst()
        .orElseThrow();
  }
}
