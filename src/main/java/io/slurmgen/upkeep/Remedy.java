package io.slurmgen.upkeep;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.check.RecordedSegment;
import io.slurmgen.model.IndexRange;
import io.slurmgen.segment.SegmentSchema;

/** The remedy of a finding. */
public sealed interface Remedy {

  /** Returns the words for this remedy. */
  String text();

  /**
   * Whole chunks are recorded.
   *
   * @param chunks those whose samples are nowhere else
   * @param schema of their segment
   */
  record Adopt(RecordedChunks chunks, SegmentSchema schema) implements Remedy {

    @Override
    public String text() {
      return "repair records them";
    }
  }

  /**
   * The rows of lost samples are removed, as far as they are raw.
   *
   * @param segment the segment
   * @param lost the lost chunks' samples
   * @param fault in what way they are lost
   * @param isPartial whether rows of lost samples stay, as of those that have a group
   * @param text what that does
   */
  record Drop(RecordedSegment segment, IndexRange lost, Fault fault, boolean isPartial, String text)
      implements Remedy {}

  /** In what way chunks are lost. */
  enum Fault {
    /** Their bytes are not there. */
    GONE,
    /** Their bytes are not what was written. */
    DAMAGED
  }

  /** Triggers, indexes and views are put back, and the groups counted anew. */
  record Restore() implements Remedy {
    @Override
    public String text() {
      return "repair puts that right";
    }
  }

  /** The moves that the journal lacks are appended, after its torn end is cut off. */
  record CatchUp() implements Remedy {
    @Override
    public String text() {
      return "the next move, or repair, brings it up to date";
    }
  }

  /**
   * Nothing that {@code repair} does by itself.
   *
   * @param text what a person has to do
   */
  record ByHand(String text) implements Remedy {}
}
