package io.slurmgen.model;

import java.util.List;

/**
 * A parameter set with its groups.
 *
 * @param paramSet the parameter set
 * @param groups raw first, the others in order of their creation
 * @param codes how many versions of the code its samples come from
 */
public record ParamSetCounts(ParamSetRow paramSet, List<GroupRow> groups, int codes) {

  /** Copies the list. */
  public ParamSetCounts {
    groups = List.copyOf(groups);
  }

  /** The samples that were never moved. */
  public GroupRow raw() {
    return groups.get(0);
  }
}
