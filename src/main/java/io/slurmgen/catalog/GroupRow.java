package io.slurmgen.catalog;

import io.slurmgen.UserError;
import java.util.List;
import java.util.regex.Pattern;

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

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  /** Copies the list. */
  public GroupRow {
    preprocessed = List.copyOf(preprocessed);
  }

  /**
   * Refuses what no group can be called; the schema does so too.
   *
   * @throws UserError that says what is possible
   */
  public static void checkName(String name) {
    if (!FORM.matcher(name).matches()) {
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
