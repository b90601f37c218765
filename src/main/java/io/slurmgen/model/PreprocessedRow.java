package io.slurmgen.model;

import io.slurmgen.layout.LegalName;

/**
 * What a preprocessor made of a group.
 *
 * @param id its key in the catalog
 * @param name the preprocessor
 * @param samples how many samples it has
 */
public record PreprocessedRow(long id, String name, long samples) {

  /** Checks what other programs could have changed. */
  public PreprocessedRow {
    LegalName.check("preprocessor", name);
    if (samples < 0) {
      throw new IllegalArgumentException("%s has made %d samples".formatted(name, samples));
    }
  }
}
