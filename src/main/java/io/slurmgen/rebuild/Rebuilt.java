package io.slurmgen.rebuild;

import io.slurmgen.model.ParamSetCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a rebuilt catalog holds.
 *
 * @param sets its parameter sets
 * @param segments how many segments have samples of them
 * @param old where the catalog before it is kept, empty where there was none
 * @param problems a line for each thing that could not be read or restored
 * @param hasAllLabels whether every sample that was moved is in its group again
 */
public record Rebuilt(
    List<ParamSetCounts> sets,
    int segments,
    Optional<Path> old,
    List<String> problems,
    boolean hasAllLabels) {

  /** Copies the lists. */
  public Rebuilt {
    sets = List.copyOf(sets);
    problems = List.copyOf(problems);
  }
}
