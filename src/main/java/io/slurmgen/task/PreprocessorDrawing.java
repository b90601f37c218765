package io.slurmgen.task;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.Location;
import io.slurmgen.dataset.PreprocessorMethod;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.Mappings;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.StoredSamples;
import io.slurmgen.segment.ValueCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    for (Location location : catalog.locations().of(attempt.paramSet(), attempt.missing())) {
      slices.add(
          new Slice(
              open(catalog.directory().segment(location.segment())),
              location.fromBytes(),
              location.toBytes(),
              location.indexes().first(),
              location.indexes().samples()));
    }
    return slices;
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
