package io.slurmgen.cache;

import io.slurmgen.catalog.samples.Location;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The opening of segments at the places that the catalog names. */
final class Slices {

  private Slices() {}

  /** The samples at some places, in that order; nothing is read yet but the segments' heads. */
  static Samples load(Cache cache, SegmentOwner owner, List<Location> locations)
      throws IOException {
    List<Slice> slices = new ArrayList<>(locations.size());
    for (Location location : locations) {
      SegmentFile segment = cache.segment(location);
      owner.check(segment);
      slices.add(
          new Slice(
              segment,
              location.fromBytes(),
              location.toBytes(),
              location.indexes().first(),
              location.indexes().samples()));
    }
    return new Samples(slices, cache.checksums());
  }
}
