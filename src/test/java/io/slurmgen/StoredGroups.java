package io.slurmgen;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.dataset.Sample;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what is stored by its indexes, straight from the segments that the catalog names. */
public final class StoredGroups {
  private StoredGroups() {}

  /** The samples of a group as their natural objects. */
  public static SortedMap<Long, Sample<Object, Object>> of(
      Catalog catalog, ParamSetRow set, GroupRow group) throws IOException {
    SortedMap<Long, Sample<Object, Object>> samples = new TreeMap<>();
    for (Location location : catalog.locations().of(set, group.name(), Long.MAX_VALUE)) {
      Path path = catalog.directory().root().resolve(location.segment());
      try (SegmentFile file = SegmentFile.open(path)) {
        read(file, location)
            .forEach((index, sample) -> assertNull(samples.put(index, sample), "twice: " + index));
      }
    }
    return samples;
  }

  private static SortedMap<Long, Sample<Object, Object>> read(SegmentFile file, Location location)
      throws IOException {
    SortedMap<Long, Sample<Object, Object>> samples = new TreeMap<>();
    Slice slice =
        new Slice(
            file,
            location.fromBytes(),
            location.toBytes(),
            location.indexes().first(),
            location.indexes().samples());
    StoredSamples stored = StoredSamples.of(List.of(slice), true);
    ValueCursor features = stored.features().read(Object.class);
    ValueCursor label = stored.label().read(Object.class);
    for (long row = 0; row < stored.size(); row++) {
      samples.put(
          location.indexes().first() + row, new Sample<>(features.get(row), label.get(row)));
    }
    return samples;
  }

  /** The samples of all groups of a parameter set; fails where one is in two groups. */
  public static SortedMap<Long, Sample<Object, Object>> all(Catalog catalog, ParamSetCounts set)
      throws IOException {
    SortedMap<Long, Sample<Object, Object>> samples = new TreeMap<>();
    for (GroupRow group : set.groups()) {
      of(catalog, set.paramSet(), group)
          .forEach(
              (index, sample) -> assertNull(samples.put(index, sample), "in two groups: " + index));
    }
    return samples;
  }

  /** The samples of all groups of a parameter set in a user's directory. */
  public static SortedMap<Long, Sample<Object, Object>> all(
      Path directory, String dataset, int number) throws IOException {
    try (Catalog catalog = Catalog.create(new CacheDirectory(directory), Clock.systemUTC())) {
      return all(catalog, catalog.counts().of(dataset).get(number));
    }
  }
}
