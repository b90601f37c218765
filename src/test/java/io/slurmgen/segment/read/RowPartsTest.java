package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.Shape;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading so many rows that threads share them, with one thread and with several. */
class RowPartsTest {
  private static final int WIDTH = 8;
  private static final int SAMPLES = 40_000;
  private static final int CHUNK = 500;
  private static final int NO_SAMPLE = -1;

  private record Row(@Shape(WIDTH) float[] values) {}

  @TempDir Path directory;
  private Path file;
  private List<ChunkEntry> chunks;

  private void write(int sampleWithNull) throws IOException {
    ColumnType values = Segments.typeOf(Row.class, "values");
    ColumnType.Component component = new ColumnType.Component("values", values, true);
    SegmentSchema schema =
        Segments.schema(new ColumnType.Struct(List.of(component)), new ColumnType.Int(32));
    List<Sample<Row, Integer>> samples =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> new Sample<>(new Row(i == sampleWithNull ? null : values(i)), i))
            .toList();
    file = directory.resolve("rows");
    chunks = Segments.write(file, schema, samples, CHUNK);
  }

  private static float[] values(long row) {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = row * WIDTH + i;
    }
    return values;
  }

  private void damage(ChunkEntry chunk) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(chunk.endBytes() - 16);
      bytes.writeLong(0x0123456789abcdefL);
    }
  }

  private static StoredColumn column(SegmentFile segment) throws IOException {
    return Segments.open(segment, SAMPLES).features().component("values");
  }

  /** Reads in a pool that stands in for the common one, which has as many threads as cores. */
  private static <T> T with(int threads, Callable<T> read) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(read).get();
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void eachRowIsInItsPlace(int threads) throws Exception {
    write(NO_SAMPLE);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredColumn column = column(segment);
      RowOrder stored = RowOrder.stored(SAMPLES);
      for (RowOrder rows : List.of(stored, stored.part(77, 39_000), stored.shuffled(1))) {
        float[] flat = with(threads, () -> (float[]) column.flat(rows, float.class));
        float[][] narrow = with(threads, () -> (float[][]) column.matrix(rows, float.class));
        double[][] wide = with(threads, () -> (double[][]) column.matrix(rows, double.class));
        assertEquals(rows.size() * WIDTH, flat.length);
        assertEquals(rows.size(), narrow.length);
        assertEquals(rows.size(), wide.length);
        for (int i = 0; i < rows.size(); i++) {
          float[] expected = values(rows.row(i));
          assertArrayEquals(expected, narrow[i]);
          for (int j = 0; j < WIDTH; j++) {
            assertEquals(expected[j], wide[i][j]);
            assertEquals(expected[j], flat[i * WIDTH + j]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void nullIsNoRowOfAMatrixAndAnErrorInAnArray(int threads) throws Exception {
    write(SAMPLES / 2);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredColumn column = column(segment);
      RowOrder rows = RowOrder.stored(SAMPLES);
      float[][] matrix = with(threads, () -> (float[][]) column.matrix(rows, float.class));
      for (int i = 0; i < SAMPLES; i++) {
        assertArrayEquals(i == SAMPLES / 2 ? null : values(i), matrix[i]);
      }
      IllegalStateException failure =
          with(
              threads,
              () ->
                  assertThrows(IllegalStateException.class, () -> column.flat(rows, float.class)));
      assertEquals(
          "features.values is null in a sample, which no float can be", failure.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void firstOfSeveralDamagedChunksIsNamed(int threads) throws Exception {
    write(NO_SAMPLE);
    damage(chunks.get(41));
    damage(chunks.get(42));
    damage(chunks.get(70));
    for (Reading reading : List.<Reading>of(StoredColumn::matrix, StoredColumn::flat)) {
      try (SegmentFile segment = SegmentFile.open(file)) {
        StoredColumn column = column(segment);
        RowOrder rows = RowOrder.stored(SAMPLES);
        CorruptSegmentException failure =
            with(
                threads,
                () ->
                    assertThrows(
                        CorruptSegmentException.class,
                        () -> reading.read(column, rows, float.class)));
        assertEquals(file, failure.path());
        assertEquals(chunks.get(41).offsetBytes(), failure.offsetBytes());
      }
    }
  }

  private interface Reading {
    Object read(StoredColumn column, RowOrder rows, Class<?> element) throws IOException;
  }
}
