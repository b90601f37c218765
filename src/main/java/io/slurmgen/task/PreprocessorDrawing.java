package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.SegmentArrival;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.segment.Mappings;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Derives the samples of an attempt from the stored ones with the same indexes. */
final class PreprocessorDrawing implements SampleDrawing {

  private final PreprocessorMethod preprocessor;
  private final Map<Path, SegmentFile> files = new HashMap<>();
  private final Mappings mappings = new Mappings();
  private final ValueCursor features;
  private final ValueCursor label;
  private long row;

  /** Opens the source segments; the samples are to be drawn in the order of their indexes. */
  PreprocessorDrawing(Catalog catalog, PreprocessorMethod preprocessor, AttemptRow attempt)
      throws IOException {
    this.preprocessor = preprocessor;
    try {
      StoredSamples source = StoredSamples.of(slices(catalog, attempt), true);
      features = source.features().read(preprocessor.sourceFeaturesType().getType());
      label = source.label().read(preprocessor.sourceLabelType().getType());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private List<Slice> slices(Catalog catalog, AttemptRow attempt) throws IOException {
    List<Slice> slices = new ArrayList<>();
    SegmentOwner owner =
        new SegmentOwner(catalog.directory(), attempt.paramSet(), Optional.empty());
    List<Location> locations = catalog.locations().of(attempt.paramSet(), attempt.missing());
    refuseOthers(catalog, attempt, locations.stream().map(Location::indexes).toList());
    SegmentArrival arrival = catalog.arrival();
    for (Location location : locations) {
      Optional<String> unseen = arrival.await(location.segment(), location.toBytes());
      if (unseen.isPresent()) {
        throw new IOException(unseen.get());
      }
      SegmentFile segment = open(catalog.directory().segment(location.segment()));
      owner.check(segment);
      slices.add(
          new Slice(
              segment,
              location.fromBytes(),
              location.toBytes(),
              location.indexes().first(),
              location.indexes().samples()));
    }
    return slices;
  }

  /** Samples are drawn one after the other, and each would be taken for the one before it. */
  private static void refuseOthers(Catalog catalog, AttemptRow attempt, List<IndexRange> found)
      throws IOException {
    IndexRanges indexes = new IndexRanges(found);
    long samples = found.stream().mapToLong(IndexRange::samples).sum();
    if (samples != indexes.samples() || !indexes.equals(attempt.missing())) {
      throw new IOException(
          "catalog %s is damaged: not each of the samples that job %d starts from is in one segment"
              .formatted(catalog.directory().catalog(), attempt.jobNumber()));
    }
  }

  private SegmentFile open(Path path) throws IOException {
    SegmentFile file = files.get(path);
    if (file == null) {
      file = SegmentFile.open(path, mappings);
      files.put(path, file);
    }
    return file;
  }

  @Override
  public Sample<?, ?> draw(long index) throws IOException {
    Sample<?, ?> source = new Sample<>(features.get(row), label.get(row));
    row++;
    return preprocessor.apply(source);
  }

  @Override
  public void close() {
    files.values().forEach(SegmentFile::close);
  }
}
