package io.slurmgen.journal;

import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SegmentOrigin.SetKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The indexes that moves of the journal have taken from raw, by what the samples are of. */
public final class JournalledLabels {

  private final Map<SetKey, Map<Long, IndexRanges>> bySeed = new HashMap<>();
  private final Map<SetKey, IndexRanges> ofAnySeed = new HashMap<>();

  public JournalledLabels(List<MoveLine> moves) {
    for (MoveLine move : moves) {
      SetKey set = new SetKey(move.dataset(), move.hash());
      if (move.seed().isPresent()) {
        bySeed
            .computeIfAbsent(set, key -> new HashMap<>())
            .merge(move.seed().getAsLong(), move.indexes(), IndexRanges::plus);
      } else {
        ofAnySeed.merge(set, move.indexes(), IndexRanges::plus);
      }
    }
  }

  /** Labels that are known to be of that seed. */
  public IndexRanges known(SetKey set, long seed) {
    return bySeed.getOrDefault(set, Map.of()).getOrDefault(seed, IndexRanges.none());
  }

  /** Labels whose lines, of version 0.1.0, do not tell the seed. */
  public IndexRanges ofUnknownSeed(SetKey set) {
    return ofAnySeed.getOrDefault(set, IndexRanges.none());
  }

  /** Labels of generated samples where a segment is from, none of what a preprocessor made. */
  public IndexRanges of(SegmentOrigin origin) {
    return origin.derived().isPresent()
        ? IndexRanges.none()
        : known(origin.setKey(), origin.seed()).plus(ofUnknownSeed(origin.setKey()));
  }
}
