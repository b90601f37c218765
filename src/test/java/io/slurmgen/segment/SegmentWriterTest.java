package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Seeds;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.SampleMismatchException;
import io.slurmgen.segment.read.StoredTypes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class SegmentWriterTest {
  record Good(int a, String b) {}

  record SameNames(int a, int b) {}

  record Throwing(int a, String b) {
    @Override
    public String b() {
      throw new IllegalStateException("no b today");
    }
  }

  @TempDir Path directory;

  @Test
  void existingFilesAreNeverOverwritten() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));
    SegmentSchema schema = Segments.schema(new ColumnType.Bool(), new ColumnType.Bool());
    assertThrows(FileAlreadyExistsException.class, () -> SegmentWriter.create(file, schema));
    assertEquals(0, Files.size(file));
  }

  @Test
  void segmentWithoutChunksIsReadable() throws IOException {
    Path file = directory.resolve("empty");
    SegmentSchema schema = Segments.schema(new ColumnType.Bool(), new ColumnType.Bool());
    SegmentWriter.create(file, schema).close();
    assertEquals(List.of(), Segments.scan(file));
  }

  @Test
  void aChunkNeedsASample() throws IOException {
    SegmentSchema schema = Segments.schema(new ColumnType.Bool(), new ColumnType.Bool());
    try (SegmentWriter writer = SegmentWriter.create(directory.resolve("none"), schema)) {
      assertThrows(IllegalStateException.class, () -> writer.endChunk(0, 0));
    }
  }

  static List<Object[]> misfits() {
    return List.of(
        new Object[] {"float64", 1, "features: double expected, not java.lang.Integer"},
        new Object[] {"int32", 1L, "features: int expected"},
        new Object[] {"flag", "true", "features: boolean expected"},
        new Object[] {"text", 1, "features: String expected"},
        new Object[] {"text", null, "features: null where a value is needed (String)"},
        new Object[] {"text", "a\uD800b", "unpaired surrogate at character 1"},
        new Object[] {"shade", Thread.State.NEW, "features: enum(DARK, LIGHT, GRÜN) expected"},
        new Object[] {"doubles", new float[1], "features[]: double[] expected, not float[]"},
        new Object[] {"doubles", null, "null"},
        new Object[] {"floatRows", new float[][] {{1}, null}, "features[]: null"},
        new Object[] {"floatRows", new float[1], "float[] elements expected"},
        new Object[] {"fixedFloats", new float[2], "2 elements where @Shape fixes 3 (float[3])"},
        new Object[] {"fixedMatrix", new int[][] {{1, 2, 3}, {4, 5}}, "features[]: 2 elements"},
        new Object[] {"fixedMatrix", new int[][] {{1, 2, 3}}, "features: 1 elements"},
        new Object[] {"inner", "x", "record(ok boolean, name String"},
        new Object[] {"inner", new Good(1, "x"), "record(ok boolean, name String"},
        new Object[] {"words", new Object(), "Jackson cannot write"});
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void misfitsAreRefusedAndLeaveNoHalfRow(String field, Object misfit, String reason)
      throws IOException {
    Random random = new Random(5);
    List<Sample<Object, Object>> samples = new ArrayList<>();
    Path file = directory.resolve("misfit");
    SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Utf8());
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      for (int i = 0; i < 30; i++) {
        Sample<Object, Object> good = new Sample<>(StoredTypes.value(field, random), "y" + i);
        writer.append(good.features(), good.label());
        samples.add(good);
        SampleMismatchException e =
            assertThrows(SampleMismatchException.class, () -> writer.append(misfit, "no"));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        Object fits = StoredTypes.value(field, random);
        assertThrows(SampleMismatchException.class, () -> writer.append(fits, null));
        assertEquals(i + 1, writer.pendingRows());
      }
      writer.endChunk(0, 0);
    }
    List<Sample<Object, Object>> read = Segments.read(file, 30);
    for (int i = 0; i < 30; i++) {
      Object expected = StoredTypes.natural(samples.get(i).features());
      assertEquals(expected, StoredTypes.read(read.get(i).features()));
      assertEquals("y" + i, read.get(i).label());
    }
  }

  @Test
  void misfitsInsideRecordsLeaveNoHalfRow() throws IOException {
    ColumnType type =
        new ColumnType.Struct(
            List.of(
                new ColumnType.Component("a", new ColumnType.Int(32), false),
                new ColumnType.Component("b", new ColumnType.Utf8(), true)));
    Path file = directory.resolve("records");
    try (SegmentWriter writer =
        SegmentWriter.create(file, Segments.schema(type, new ColumnType.Int(32)))) {
      for (int i = 0; i < 20; i++) {
        writer.append(new Good(i, i % 3 == 0 ? null : "b" + i), i);
        assertThrows(SampleMismatchException.class, () -> writer.append(new SameNames(1, 2), 0));
        SampleMismatchException e =
            assertThrows(
                SampleMismatchException.class, () -> writer.append(new Throwing(1, ""), 0));
        assertTrue(e.getMessage().contains("no b today"), e.getMessage());
      }
      writer.endChunk(0, 0);
    }
    List<Sample<Object, Object>> read = Segments.read(file, 20);
    for (int i = 0; i < 20; i++) {
      Map<String, Object> expected = new HashMap<>();
      expected.put("a", i);
      expected.put("b", i % 3 == 0 ? null : "b" + i);
      assertEquals(expected, read.get(i).features());
    }
  }

  @Test
  void forceFromAnotherThreadCoversWholeChunksOnly() throws Exception {
    Path file = directory.resolve("forced");
    SegmentSchema schema = Segments.schema(new ColumnType.Int(32), StoredTypes.type("doubles"));
    List<ChunkEntry> chunks = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      Thread forcing =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    ends.add(writer.force());
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      forcing.start();
      for (int i = 0; forcing.isAlive() || i < 10; i++) {
        writer.append(i, new double[1000 + i % 500]);
        chunks.add(writer.endChunk(i, 0));
        if (chunks.size() > 20_000) {
          break;
        }
      }
      forcing.join(TimeUnit.SECONDS.toMillis(60));
    }
    List<Long> boundaries = new ArrayList<>(chunks.stream().map(ChunkEntry::endBytes).toList());
    boundaries.add(chunks.get(0).offsetBytes());
    assertTrue(boundaries.containsAll(ends));
    assertEquals(ends.stream().sorted().toList(), ends);
    assertEquals(chunks, Segments.scan(file));
  }

  @Test
  void interruptsDoNotBreakTheSegment() throws IOException {
    Path file = directory.resolve("interrupted");
    double[] values = new double[50_000];
    Arrays.fill(values, 1.5);
    SegmentSchema schema = Segments.schema(new ColumnType.Int(32), StoredTypes.type("doubles"));
    List<ChunkEntry> chunks = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      for (int i = 0; i < 10; i++) {
        writer.append(i, values);
        Thread.currentThread().interrupt();
        chunks.add(writer.endChunk(i, 0));
        assertTrue(Thread.currentThread().isInterrupted());
        writer.force();
        assertTrue(Thread.interrupted());
      }
      Thread.currentThread().interrupt();
    } finally {
      Thread.interrupted();
    }
    assertEquals(chunks, Segments.scan(file));
  }

  @Test
  void interruptedThreadCanStartASegment() throws IOException {
    Path file = directory.resolve("interrupted");
    SegmentSchema schema = Segments.schema(new ColumnType.Bool(), new ColumnType.Bool());
    Thread.currentThread().interrupt();
    try {
      SegmentWriter.create(file, schema).close();
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(List.of(), Segments.scan(file));
  }

  @Test
  void interruptsAtAnyMomentDoNotBreakTheSegment() throws Exception {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    SegmentSchema schema = Segments.schema(new ColumnType.Int(32), StoredTypes.type("doubles"));
    for (int round = 0; round < 10; round++) {
      Path file = directory.resolve("round" + round);
      List<ChunkEntry> chunks = new ArrayList<>();
      Thread interrupting = interruptOften(Thread.currentThread(), random.nextLong());
      try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
        for (int i = 0; i < 60; i++) {
          double[] values = new double[30_000 + i];
          Arrays.fill(values, i);
          writer.append(i, values);
          chunks.add(writer.endChunk(i, 0));
          Thread.interrupted();
        }
        writer.force();
      } finally {
        interrupting.interrupt();
        while (interrupting.isAlive()) {
          Thread.interrupted();
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
      assertEquals(chunks, Segments.scan(file), "seed " + seed);
    }
  }

  /** Interrupts a thread at random moments, until interrupted itself. */
  private static Thread interruptOften(Thread target, long seed) {
    Random random = new Random(seed);
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                target.interrupt();
                long until = System.nanoTime() + random.nextInt(1_000_000);
                while (System.nanoTime() < until) {
                  Thread.onSpinWait();
                }
              }
            });
    thread.start();
    return thread;
  }
}
