package io.slurmgen.catalog;

import java.util.Locale;

/** Who runs the jobs of a submission. */
public enum ExecutorKind {
  /** Threads of the submitting process. */
  LOCAL,
  /** Array tasks of Slurm. */
  SLURM;

  String inCatalog() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ExecutorKind ofCatalog(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
