package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingsTest {
  private static final int SEGMENTS = 10;
  private static final int ROWS = 20;

  @TempDir Path directory;
  private final Mappings mappings = new Mappings(3);
  private final List<SegmentFile> segments = new ArrayList<>();
  private StoredSamples samples;

  @BeforeEach
  void open() throws IOException {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < SEGMENTS; i++) {
      int first = ROWS * i;
      List<Sample<Integer, Integer>> part =
          IntStream.range(first, first + ROWS).mapToObj(n -> new Sample<>(n, -n)).toList();
      Path file = directory.resolve("s" + i);
      ColumnType number = new ColumnType.Int(32);
      Segments.write(file, Segments.schema(number, number), part, 7);
      SegmentFile segment = SegmentFile.open(file, mappings);
      segments.add(segment);
      slices.add(new Slice(segment, segment.headerBytes(), Files.size(file), 0, ROWS));
    }
    samples = StoredSamples.of(slices, true);
  }

  private long mapped() {
    return segments.stream().filter(segment -> segment.bytes().isMapped()).count();
  }

  @Test
  void onlySoManySegmentsAreMappedAtOnce() {
    assertEquals(3, mapped());
  }

  @Test
  void allSegmentsCanBeReadAgainAndAgain() throws IOException {
    int[] expected = IntStream.range(0, SEGMENTS * ROWS).toArray();
    RowOrder all = RowOrder.stored(SEGMENTS * ROWS);
    for (int pass = 0; pass < 3; pass++) {
      assertArrayEquals(expected, (int[]) samples.features().flat(all, int.class));
      assertEquals(3, mapped());
      RowOrder shuffled = all.shuffled(pass).part(0, 10);
      int[] picked = (int[]) samples.label().flat(shuffled, int.class);
      assertArrayEquals(IntStream.range(0, 10).map(i -> -(int) shuffled.row(i)).toArray(), picked);
    }
  }

  @Test
  void segmentThatWasReadLatelyStaysMapped() throws IOException {
    ValueCursor features = samples.features().read(int.class);
    features.get(0);
    assertFalse(segments.get(7).bytes().isMapped());
    segments.get(8).bytes().window(0, 1);
    features.get(ROWS);
    assertTrue(segments.get(8).bytes().isMapped());
    assertFalse(segments.get(9).bytes().isMapped());
  }

  @Test
  void closedSegmentIsNotMappedAgain() throws IOException {
    segments.get(0).close();
    assertThrows(IllegalStateException.class, () -> samples.features().read(int.class).get(0));
  }
}
