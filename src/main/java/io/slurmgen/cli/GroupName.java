package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.GroupRow;
import java.util.regex.Pattern;

/** What groups to which samples are moved may be called. */
final class GroupName {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  private GroupName() {}

  /**
   * Refuses raw and bad names.
   *
   * @throws UserError that says what is possible
   */
  static void check(String name) {
    if (name.equals(GroupRow.RAW)) {
      throw new UserError("samples cannot be moved to raw: that is where they come from");
    }
    if (!FORM.matcher(name).matches()) {
      throw new UserError(
          "no group can be called '%s': 1 to 64 letters, digits, _ . and -, not starting with . or -"
              .formatted(name));
    }
  }
}
