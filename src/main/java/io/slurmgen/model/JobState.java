package io.slurmgen.model;

import java.util.Locale;

/** How far a job is. */
public enum JobState {
  /** No attempt has started. */
  PENDING,
  /** An attempt is under way, as far as is known. */
  RUNNING,
  /** All its samples are recorded. */
  DONE,
  /** Stopped by a signal; what it had is recorded. */
  INTERRUPTED,
  /** Ended by an exception or by Slurm; see its error. */
  FAILED,
  /** The process is gone without a word. */
  LOST,
  /** Cancelled by a user. */
  CANCELLED,
  /** Another submission makes its missing samples. */
  RELEASED;

  /** Whether samples may still come from it without anybody doing anything. */
  public boolean isActive() {
    return this == PENDING || this == RUNNING;
  }

  public String inCatalog() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static JobState ofCatalog(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
