package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a part of the rows in random order, where what lies outside of it cannot be read. */
class BulkReadTest {
  record Row(Integer value, int index) {}

  @TempDir Path directory;
  private Path file;
  private List<ChunkEntry> chunks;

  @BeforeEach
  void write() throws IOException {
    List<Sample<Row, Integer>> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(new Sample<>(new Row(i == 70 ? null : i, i), i));
    }
    ColumnType number = new ColumnType.Int(32);
    ColumnType row =
        new ColumnType.Struct(
            List.of(
                new ColumnType.Component("value", number, true),
                new ColumnType.Component("index", number, false)));
    file = directory.resolve("rows");
    chunks = Segments.write(file, Segments.schema(row, number), samples, 10);
  }

  private static void assertPicked(StoredColumn column, RowOrder rows) throws IOException {
    int[] expected = IntStream.range(0, (int) rows.size()).map(i -> (int) rows.row(i)).toArray();
    assertArrayEquals(expected, (int[]) column.flat(rows, int.class));
  }

  @Test
  void nullOutsideOfTheRowsDoesNotMatter() throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredColumn values = Segments.open(segment, 100).features().component("value");
      assertPicked(values, RowOrder.stored(100).part(0, 50).shuffled(1));
      RowOrder withNull = RowOrder.stored(100).part(60, 40).shuffled(1);
      assertThrows(IllegalStateException.class, () -> values.flat(withNull, int.class));
    }
  }

  @Test
  void damageOutsideOfTheRowsDoesNotMatter() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(chunks.get(8).endBytes() - 16);
      bytes.writeLong(0x0123456789abcdefL);
    }
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredColumn labels = Segments.open(segment, 100).label();
      assertPicked(labels, RowOrder.stored(100).part(0, 50).shuffled(1));
      RowOrder withDamage = RowOrder.stored(100).part(60, 40).shuffled(1);
      assertThrows(CorruptSegmentException.class, () -> labels.flat(withDamage, int.class));
    }
  }
}
