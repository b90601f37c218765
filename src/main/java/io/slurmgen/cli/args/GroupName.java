package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import io.slurmgen.model.GroupRow;

/** A name of a group to which samples are moved. */
public final class GroupName {

  private GroupName() {}

  /**
   * Refuses raw and bad names.
   *
   * @throws UserError that says what is possible
   */
  public static void check(String name) {
    if (name.equals(GroupRow.RAW)) {
      throw new UserError("samples cannot be moved to raw: that is where they come from");
    }
    GroupRow.checkName(name);
  }
}
