package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Seeds;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class RoundTripTest {
  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void randomSamplesComeBackAsTheyWere(String field) throws IOException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      List<Sample<Object, Object>> samples = new ArrayList<>();
      for (int j = 1 + random.nextInt(60); j > 0; j--) {
        samples.add(new Sample<>(StoredTypes.value(field, random), random.nextInt()));
      }
      Path file = directory.resolve(field + i);
      SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Int(32));
      Segments.write(file, schema, samples, 1 + random.nextInt(20));
      assertEquals(naturals(samples), reads(Segments.read(file, samples.size())), "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void longChunksComeBackAsTheyWere(String field) throws IOException {
    long seed = Seeds.of(2);
    Random random = new Random(seed);
    List<Sample<Object, Object>> samples = new ArrayList<>();
    for (int j = 0; j < 1500; j++) {
      samples.add(new Sample<>(StoredTypes.value(field, random), random.nextInt()));
    }
    Path file = directory.resolve(field);
    SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Int(32));
    Segments.write(file, schema, samples, 1200);
    assertEquals(naturals(samples), reads(Segments.read(file, 1500)), "seed " + seed);
  }

  private static List<Object> naturals(List<Sample<Object, Object>> samples) {
    return samples.stream()
        .map(s -> (Object) List.of(StoredTypes.natural(s.features()), s.label()))
        .toList();
  }

  private static List<Object> reads(List<Sample<Object, Object>> samples) {
    return samples.stream()
        .map(s -> (Object) List.of(StoredTypes.read(s.features()), s.label()))
        .toList();
  }

  @Test
  void recordsComeBackTyped() throws IOException {
    long seed = Seeds.of(3);
    Random random = new Random(seed);
    List<Sample<Object, Object>> samples = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      samples.add(new Sample<>(StoredTypes.value("outer", random), StoredTypes.Shade.GRÜN));
    }
    Path file = directory.resolve("records");
    Segments.write(
        file, Segments.schema(StoredTypes.type("outer"), StoredTypes.type("shade")), samples, 30);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredSamples stored = Segments.open(segment, 500);
      ValueCursor features = stored.features().read(StoredTypes.Outer.class);
      ValueCursor label = stored.label().read(StoredTypes.Shade.class);
      for (int i = 0; i < 500; i++) {
        Object written = StoredTypes.natural(samples.get(i).features());
        assertEquals(written, StoredTypes.natural(features.get(i)), "seed " + seed);
        assertEquals(StoredTypes.Shade.GRÜN, label.get(i));
      }
    }
  }

  @Test
  void longArraysAndEmptyOnesAndEmptyStringsComeBack() throws IOException {
    double[] large = new Random(1).doubles(10_000).toArray();
    List<Sample<double[], String>> samples =
        List.of(new Sample<>(large, ""), new Sample<>(new double[0], "x"), new Sample<>(large, ""));
    Path file = directory.resolve("large");
    Segments.write(
        file, Segments.schema(StoredTypes.type("doubles"), new ColumnType.Utf8()), samples, 2);
    List<Sample<Object, Object>> read = Segments.read(file, 3);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(samples.get(i).features(), (double[]) read.get(i).features());
      assertEquals(samples.get(i).label(), read.get(i).label());
    }
  }

  @Test
  void chunksLargerThanTheStagingBufferComeBack() throws IOException {
    List<Sample<float[], Integer>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      float[] values = new float[100_000];
      Arrays.fill(values, i);
      samples.add(new Sample<>(values, i));
    }
    Path file = directory.resolve("wide");
    SegmentSchema schema =
        Segments.schema(
            new ColumnType.FixedList(new ColumnType.Float(32), 100_000), new ColumnType.Int(32));
    List<ChunkEntry> chunks = Segments.write(file, schema, samples, 7);
    assertEquals(chunks, Segments.scan(file));
    try (SegmentFile segment = SegmentFile.open(file)) {
      float[] flat =
          (float[]) Segments.open(segment, 20).features().flat(RowOrder.stored(20), float.class);
      for (int i = 0; i < flat.length; i++) {
        assertEquals(i / 100_000, flat[i]);
      }
    }
  }

  @Test
  void writtenChunksAreFoundAgainWithTheirNumbers() throws IOException {
    Path file = directory.resolve("numbers");
    List<ChunkEntry> chunks = new ArrayList<>();
    SegmentSchema schema = Segments.schema(new ColumnType.Int(64), new ColumnType.Bool());
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      long first = Long.MAX_VALUE - 1000;
      for (int rows : List.of(1, 50, 50, 3, 50)) {
        for (int i = 0; i < rows; i++) {
          writer.append((long) i, i % 2 == 0);
        }
        chunks.add(writer.endChunk(first, 1_000_000_007L * rows));
        first += rows;
      }
      assertEquals(chunks.get(4).endBytes(), writer.lengthBytes());
      assertEquals(writer.lengthBytes(), writer.force());
    }
    assertEquals(chunks, Segments.scan(file));
    try (SegmentFile segment = SegmentFile.open(file)) {
      assertEquals(schema, segment.schema());
      assertEquals(segment.headerBytes(), chunks.get(0).offsetBytes());
    }
  }

  @Test
  void slicesMayBeginAndEndInsideChunksOfSeveralSegments() throws IOException {
    List<Sample<Integer, Integer>> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample<>(i, -i));
    }
    Path file = directory.resolve("a");
    SegmentSchema schema = Segments.schema(new ColumnType.Int(32), new ColumnType.Int(32));
    List<ChunkEntry> chunks = Segments.write(file, schema, samples, 10);
    Path other = directory.resolve("b");
    Segments.write(other, schema, samples, 7);
    long end = chunks.get(9).endBytes();
    try (SegmentFile a = SegmentFile.open(file);
        SegmentFile b = SegmentFile.open(other)) {
      StoredSamples stored =
          StoredSamples.of(
              List.of(
                  new Slice(a, chunks.get(3).offsetBytes(), end, 35, 21),
                  new Slice(b, b.headerBytes(), Files.size(other), 5, 12),
                  new Slice(a, chunks.get(0).offsetBytes(), end, 0, 1)),
              true);
      int[] values = (int[]) stored.features().flat(RowOrder.stored(34), int.class);
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 34; i++) {
        expected.add(i < 21 ? 35 + i : i < 33 ? 5 + i - 21 : 0);
      }
      assertEquals(expected, Arrays.stream(values).boxed().toList());
      ValueCursor cursor = stored.label().read(int.class);
      for (int i = 33; i >= 0; i--) {
        assertEquals(-expected.get(i), cursor.get(i));
      }
      RowOrder shuffled = RowOrder.stored(34).shuffled(4).part(3, 20);
      int[] picked = (int[]) stored.features().flat(shuffled, int.class);
      for (int i = 0; i < 20; i++) {
        assertEquals(expected.get((int) shuffled.row(i)), picked[i]);
      }
    }
  }

  @Test
  void componentsAreReadInBulkUnlessOneIsNull() throws IOException {
    List<Sample<StoredTypes.Outer, Boolean>> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StoredTypes.Inner inner =
          i == 33 ? null : new StoredTypes.Inner(i % 3 == 0, "n" + i, null, new long[i]);
      Float maybe = i == 21 ? null : Float.valueOf(i);
      samples.add(
          new Sample<>(
              new StoredTypes.Outer(
                  i, maybe, true, inner, null, null, List.of(), 'x', null, (byte) i),
              true));
    }
    Path file = directory.resolve("components");
    SegmentSchema schema = Segments.schema(StoredTypes.type("outer"), new ColumnType.Bool());
    Segments.write(file, schema, samples, 10);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredColumn outer = Segments.open(segment, 40).features();
      RowOrder all = RowOrder.stored(40);
      assertEquals(39.0, ((double[]) outer.component("x").flat(all, double.class))[39]);
      float[] twenty = (float[]) outer.component("maybe").flat(all.part(0, 21), float.class);
      assertEquals(20f, twenty[20]);
      assertThrows(
          IllegalStateException.class, () -> outer.component("maybe").flat(all, float.class));
      StoredColumn inner = outer.component("inner");
      assertThrows(
          IllegalStateException.class, () -> inner.component("ok").flat(all, boolean.class));
      assertEquals("features.inner.ok", inner.component("ok").name());
      assertNull(inner.component("ok").read(Boolean.class).get(33));
      assertNull(inner.component("name").texts(all)[33]);
      assertEquals("n32", inner.component("name").texts(all)[32]);
      long[] ids = (long[]) inner.component("ids").flat(all.part(0, 33), long.class);
      assertEquals(32 * 33 / 2, ids.length);
      assertThrows(IllegalArgumentException.class, () -> outer.component("z"));
    }
  }

  @Test
  void numbersAreWidenedOnlyWithoutLoss() throws IOException {
    List<Sample<Byte, long[]>> samples =
        List.of(new Sample<>((byte) -3, new long[] {1}), new Sample<>((byte) 4, new long[] {2, 3}));
    Path file = directory.resolve("widening");
    Segments.write(
        file, Segments.schema(StoredTypes.type("int8"), StoredTypes.type("longs")), samples, 1);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredSamples stored = Segments.open(segment, 2);
      RowOrder all = RowOrder.stored(2);
      assertArrayEquals(new double[] {-3, 4}, (double[]) stored.features().flat(all, double.class));
      assertArrayEquals(new float[] {-3, 4}, (float[]) stored.features().flat(all, float.class));
      assertArrayEquals(new long[] {1, 2, 3}, (long[]) stored.label().flat(all, long.class));
      assertThrows(IllegalArgumentException.class, () -> stored.label().flat(all, double.class));
      assertThrows(
          IllegalArgumentException.class, () -> stored.features().flat(all, boolean.class));
    }
  }

  record Other(double y) {}

  record Fewer(double x, byte last) {}

  record Primitive8(float maybe) {}

  @Test
  void typesThatDoNotFitAreRefusedByName() throws IOException {
    Random random = new Random(3);
    List<Sample<Object, Object>> samples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      samples.add(new Sample<>(StoredTypes.value("outer", random), List.of("a", "b")));
    }
    Path file = directory.resolve("mismatch");
    Segments.write(
        file, Segments.schema(StoredTypes.type("outer"), new ColumnType.JsonText()), samples, 5);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredSamples stored = Segments.open(segment, 50);
      StoredColumn features = stored.features();
      assertRefused("no component y is stored", () -> features.read(Other.class));
      assertRefused("features holds record(x double", () -> features.read(String.class));
      assertRefused("cannot be read as float", () -> features.component("x").read(float.class));
      assertEquals(0, ((Fewer) features.read(Fewer.class).get(0)).x(), 1);
      ValueCursor nullable = features.read(Primitive8.class);
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> {
                for (int i = 0; i < 50; i++) {
                  nullable.get(i);
                }
              });
      assertTrue(e.getMessage().contains("features.maybe"), e.getMessage());
      assertEquals(List.of("a", "b"), stored.label().read(List.class).get(0));
      assertRefused("JSON", () -> stored.label().read(Map.class).get(0));
    }
  }

  private static void assertRefused(String reason, Executable read) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, read);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
