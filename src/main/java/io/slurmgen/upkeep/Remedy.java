package io.slurmgen.upkeep;

import io.slurmgen.catalog.RecordedChunks;
import io.slurmgen.catalog.RecordedSegment;
import java.util.Map;

/** What becomes of a finding. */
public sealed interface Remedy {

  /** What it does, or what a person has to do. */
  String text();

  /**
   * Whole chunks are recorded.
   *
   * @param chunks those whose samples are nowhere else
   * @param metadata of their segment's schema
   */
  record Adopt(RecordedChunks chunks, Map<String, String> metadata) implements Remedy {

    /** Copies the metadata. */
    public Adopt {
      metadata = Map.copyOf(metadata);
    }

    @Override
    public String text() {
      return "repair records them";
    }
  }

  /**
   * The rows of the last chunks of a segment are removed, as far as their samples are raw.
   *
   * @param segment the segment
   * @param fromIndex the first sample that is gone or damaged
   * @param isGone whether it is gone, and not only damaged
   * @param text what that does
   */
  record Drop(RecordedSegment segment, long fromIndex, boolean isGone, String text)
      implements Remedy {}

  /** The moves that the journal lacks are appended, after its torn end is cut off. */
  record CatchUp() implements Remedy {
    @Override
    public String text() {
      return "the next move, or repair, appends it";
    }
  }

  /**
   * Nothing that {@code repair} does by itself.
   *
   * @param text what a person has to do
   */
  record ByHand(String text) implements Remedy {}
}
