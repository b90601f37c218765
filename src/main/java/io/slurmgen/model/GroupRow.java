package io.slurmgen.model;

import io.slurmgen.UserError;
import io.slurmgen.layout.LegalName;
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

  /** Checks what other programs could have changed, and copies the list. */
  public GroupRow {
    LegalName.check("group", name);
    if (samples < 0) {
      throw new IllegalArgumentException("group %s has %d samples".formatted(name, samples));
    }
    preprocessed = List.copyOf(preprocessed);
  }

  /**
   * Refuses what no group can be called; the schema does so too.
   *
   * @throws UserError that says what is possible
   */
  public static void checkName(String name) {
    if (!LegalName.is(name)) {
      throw new UserError(
          "no group can be called '%s': 1 to 64 letters, digits, _ . and -, not starting with . or -"
              .formatted(name));
    }
  }

  /** Whether these samples were never moved. */
  public boolean isRaw() {
    return name.equals(RAW);
  }
}
