package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.model.GroupRow;

/** What groups to which samples are moved may be called. */
final class GroupName {

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
    GroupRow.checkName(name);
  }
}
