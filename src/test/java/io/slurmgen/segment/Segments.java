package io.slurmgen.segment;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes and reads whole segments, for tests. */
public final class Segments {
  private Segments() {}

  /** The stored type of a field's declared type. */
  public static ColumnType typeOf(Class<?> holder, String field) {
    try {
      return ColumnType.of(holder.getDeclaredField(field).getAnnotatedType());
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static SegmentSchema schema(ColumnType features, ColumnType label) {
    return new SegmentSchema(features, label, Map.of("slurm_gen.dataset", "test"));
  }

  /** Writes the samples in chunks of {@code rows}, the first with index 0. */
  public static List<ChunkEntry> write(
      Path file, SegmentSchema schema, List<? extends Sample<?, ?>> samples, int rows)
      throws IOException {
    List<ChunkEntry> chunks = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      long first = 0;
      for (Sample<?, ?> sample : samples) {
        writer.append(sample.features(), sample.label());
        if (writer.pendingRows() == rows) {
          chunks.add(writer.endChunk(first, 7));
          first += rows;
        }
      }
      if (writer.pendingRows() > 0) {
        chunks.add(writer.endChunk(first, 7));
      }
      writer.force();
    }
    return chunks;
  }

  /** All chunks that a scan of the whole file finds. */
  public static List<ChunkEntry> scan(Path file) throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      ChunkScan scan = segment.scan(segment.headerBytes(), Files.size(file));
      List<ChunkEntry> chunks = new ArrayList<>();
      Optional<ChunkEntry> next;
      while ((next = scan.next()).isPresent()) {
        chunks.add(next.get());
      }
      return chunks;
    }
  }

  /** The first {@code count} samples of a segment whose indices begin at 0. */
  public static StoredSamples open(SegmentFile segment, long count) throws IOException {
    long end = Files.size(segment.path());
    return StoredSamples.of(
        List.of(new Slice(segment, segment.headerBytes(), end, 0, count)), true);
  }

  /** All samples, as their natural objects. */
  public static List<Sample<Object, Object>> read(Path file, long count) throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      return read(segment, count);
    }
  }

  static List<Sample<Object, Object>> read(SegmentFile segment, long count) throws IOException {
    StoredSamples samples = open(segment, count);
    ValueCursor features = samples.features().read(Object.class);
    ValueCursor label = samples.label().read(Object.class);
    List<Sample<Object, Object>> result = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      result.add(new Sample<>(features.get(i), label.get(i)));
    }
    return result;
  }

  /** Values with arrays as lists, so that they can be compared and printed. */
  public static Object comparable(Object value) {
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(comparable(Array.get(value, i)));
    }
    return elements;
  }
}
