package io.slurmgen.upkeep;

import io.slurmgen.check.Finding;

/** A finding with its remedy. */
public record Diagnosis(Finding finding, Remedy remedy) {

  /** The line for people. */
  public String line() {
    return "%s: %s; %s".formatted(finding.where(), finding.text(), remedy.text());
  }
}
