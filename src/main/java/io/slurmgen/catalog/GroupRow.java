package io.slurmgen.catalog;

import java.util.List;

/**
 * A group of a parameter set and what preprocessors made of it.
 *
 * @param id its key in the catalog
 * @param name its name; {@value #RAW} for the samples that were never moved
 * @param samples how many samples it has
 * @param preprocessed the derived samples, in order of their creation
 */
public record GroupRow(long id, String name, long samples, List<PreprocessedRow> preprocessed) {

  /** The group of the samples that were never moved. */
  public static final String RAW = "raw";

  /** Copies the list. */
  public GroupRow {
    preprocessed = List.copyOf(preprocessed);
  }

  /** Whether these samples were never moved. */
  public boolean isRaw() {
    return name.equals(RAW);
  }
}
