package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is stored of a parameter set of the gated dataset, by index.
 *
 * @param rows each sample's features and label, bit by bit
 */
record StoredRun(List<String> rows) {

  long samples() {
    return rows.size();
  }

  /** Reads the samples 0 to N-1; each must be recorded once, and nothing else. */
  static StoredRun read(Path directory, int paramSet) throws IOException {
    CacheDirectory cache = new CacheDirectory(directory);
    try (Catalog catalog = Catalog.open(cache, Clock.systemUTC()).orElseThrow()) {
      ParamSetCounts set = catalog.counts().of("gated").get(paramSet);
      long samples = set.groups().stream().mapToLong(GroupRow::samples).sum();
      IndexRanges all = new IndexRanges(List.of(new IndexRange(0, samples)));
      List<Location> locations = catalog.locations().of(set.paramSet(), all);
      return new StoredRun(read(cache, locations, samples));
    }
  }

  private static List<String> read(CacheDirectory cache, List<Location> locations, long samples)
      throws IOException {
    List<Slice> slices = new ArrayList<>();
    Set<Long> indexes = new HashSet<>();
    for (Location location : locations) {
      IndexRange range = location.indexes();
      for (long index = range.first(); index < range.end(); index++) {
        assertEquals(true, indexes.add(index), "index " + index + " is there once");
      }
      SegmentFile file = SegmentFile.open(cache.root().resolve(location.segment()));
      slices.add(
          new Slice(
              file, location.fromBytes(), location.toBytes(), range.first(), range.samples()));
    }
    assertEquals(samples, indexes.size(), "all indexes are there");
    return rows(slices);
  }

  private static List<String> rows(List<Slice> slices) throws IOException {
    StoredSamples stored = StoredSamples.of(slices, true);
    ValueCursor features = stored.features().read(double.class);
    ValueCursor labels = stored.label().read(double[].class);
    List<String> rows = new ArrayList<>();
    for (long row = 0; row < stored.size(); row++) {
      StringBuilder text = new StringBuilder(bits((double) features.get(row)));
      for (double part : (double[]) labels.get(row)) {
        text.append(' ').append(bits(part));
      }
      rows.add(text.toString());
    }
    slices.forEach(slice -> slice.file().close());
    return rows;
  }

  private static String bits(double value) {
    return Long.toHexString(Double.doubleToRawLongBits(value));
  }
}
