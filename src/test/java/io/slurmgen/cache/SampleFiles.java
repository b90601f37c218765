package io.slurmgen.cache;

import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.Shape;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples over a few real segments, for tests. */
final class SampleFiles {
  enum Color {
    RED,
    BLUE
  }

  record Position(double x, Float y) {}

  record Item(Position position, Color color, byte[] code, List<String> tags, String name) {}

  @SuppressWarnings("unused") // read by reflection
  private static final class Declared {
    double number;
    int integer;
    long large;
    boolean flag;
    String text;
    Color color;
    float[] floats;

    @Shape(3)
    float[] fixed;

    @Shape({2, 2})
    int[][] square;

    byte[] bytes;
    Item item;
    Map<String, Object> map;
  }

  private SampleFiles() {}

  static ColumnType type(String field) {
    try {
      return ColumnType.of(Declared.class.getDeclaredField(field).getAnnotatedType());
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The samples in chunks of 7, spread over two segments and a little one. */
  static Samples write(Path directory, String features, String label, List<Sample<?, ?>> samples)
      throws IOException {
    List<Slice> slices = new ArrayList<>();
    int perSegment = samples.size() * 3 / 7 + 1;
    for (int from = 0; from < samples.size(); from += perSegment) {
      List<Sample<?, ?>> part = samples.subList(from, Math.min(samples.size(), from + perSegment));
      SegmentSchema schema =
          new SegmentSchema(type(features), type(label), Map.of("k", "v", "job", "j" + from));
      slices.add(segment(directory.resolve("s" + from), schema, part, from));
    }
    return new Samples(slices, true);
  }

  private static Slice segment(
      Path file, SegmentSchema schema, List<Sample<?, ?>> samples, long first) throws IOException {
    long end;
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      long next = first;
      for (Sample<?, ?> sample : samples) {
        writer.append(sample.features(), sample.label());
        if (writer.pendingRows() == 7) {
          next = nextAfter(writer.endChunk(next, 1));
        }
      }
      if (writer.pendingRows() > 0) {
        writer.endChunk(next, 1);
      }
      end = writer.force();
    }
    SegmentFile segment = SegmentFile.open(file);
    return new Slice(segment, segment.headerBytes(), end, first, samples.size());
  }

  private static long nextAfter(ChunkEntry chunk) {
    return chunk.firstIndex() + chunk.rows();
  }

  /** Items with every kind of null, number {@code i} with {@code x = i / 2}. */
  static Item item(int i) {
    return new Item(
        i % 5 == 0 ? null : new Position(i / 2.0, i % 3 == 0 ? null : (float) i),
        i % 4 == 0 ? null : Color.values()[i % 2],
        i % 7 == 0 ? null : new byte[] {(byte) i, -1},
        i % 6 == 0 ? null : List.of("t" + i, "\"quoted\", with comma"),
        i % 8 == 0 ? null : i % 8 == 1 ? "" : "line 1\r\nline 2 \"" + i + "\", ß");
  }
}
