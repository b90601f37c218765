package io.slurmgen.rebuild;

import io.slurmgen.catalog.samples.RecordedChunks;
import java.util.Optional;

/**
 * What the whole chunks of a segment that no row names are.
 *
 * @param state whether they may be recorded
 * @param free the first of them, whose samples are nowhere else, present where {@link State#FREE}
 * @param chunks how many there are, with those that are not free
 */
public record FoundChunks(State state, Optional<RecordedChunks> free, int chunks) {

  /** Whether chunks may be recorded. */
  public enum State {
    /** The first of them hold samples that are nowhere else. */
    FREE,
    /** Their job is not over: it records them. */
    IN_FLIGHT,
    /** Their samples are elsewhere or have other types, or another attempt makes them. */
    SUPERSEDED,
    /** There are none, or they are recorded by now. */
    NONE,
    /** The catalog knows their job or parameter set not, or other ones of that number. */
    UNKNOWN,
    /** The file is a copy, or of samples with another seed. */
    FOREIGN
  }

  static FoundChunks of(State state, int chunks) {
    return new FoundChunks(state, Optional.empty(), chunks);
  }
}
