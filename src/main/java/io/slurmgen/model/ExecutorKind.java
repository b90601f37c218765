package io.slurmgen.model;

import java.util.Locale;

/** Who runs the jobs of a submission. */
public enum ExecutorKind {
  /** Threads of the submitting process. */
  LOCAL,
  /** Array tasks of Slurm. */
  SLURM;

  public String inCatalog() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ExecutorKind ofCatalog(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
