package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredColumn;
import io.slurmgen.segment.read.StoredSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that find the chunks of the same slice for each other. */
class SharedIndexTest {
  private static final int SAMPLES = 6000;
  private static final int THREADS = 4;

  @TempDir Path directory;

  /** Chunks of one and of two rows in turn, so that each is a stretch of its own. */
  private Path write() throws IOException {
    Path file = directory.resolve("turns");
    ColumnType number = new ColumnType.Int(32);
    try (SegmentWriter writer = SegmentWriter.create(file, Segments.schema(number, number))) {
      for (int i = 0; i < SAMPLES; i++) {
        writer.append(i, -i);
        if (i % 3 != 1) {
          writer.endChunk(i % 3 == 0 ? i : i - 1, 7);
        }
      }
      writer.force();
    }
    return file;
  }

  @Test
  void whatWasFoundIsNoStretchLongerWhenMoreIsFound() throws Exception {
    Path file = write();
    try (SegmentFile segment = SegmentFile.open(file)) {
      SliceChunks chunks =
          new SliceChunks(new Slice(segment, segment.headerBytes(), Files.size(file), 0, SAMPLES));
      List<SliceChunks.Found> found = new ArrayList<>();
      for (int sample = 0; sample < 100; sample++) {
        found.add(chunks.upTo(sample, sample));
      }
      for (int sample = 0; sample < 100; sample++) {
        SliceChunks.Found then = found.get(sample);
        int end = sample % 3 == 0 ? sample + 1 : sample / 3 * 3 + 3;
        assertEquals(end, then.end(then.stretches().find(sample, 0)));
      }
    }
  }

  @Test
  void whatWasFoundServesTheSameSliceAgainAndNoOther() throws Exception {
    Path file = write();
    try (SegmentFile segment = SegmentFile.open(file)) {
      Slice all = new Slice(segment, segment.headerBytes(), Files.size(file), 0, SAMPLES);
      Slice fewer = new Slice(segment, segment.headerBytes(), Files.size(file), 0, SAMPLES / 2);
      assertEquals(SAMPLES, column(all).length);
      assertEquals(SAMPLES, segment.chunks(all).upTo(0, 0).samples());
      assertArrayEquals(IntStream.range(0, SAMPLES / 2).toArray(), column(fewer));
      assertArrayEquals(IntStream.range(0, SAMPLES).toArray(), column(all));
    }
  }

  private static int[] column(Slice slice) throws IOException {
    StoredColumn column = StoredSamples.of(List.of(slice), false).features();
    return (int[]) column.flat(RowOrder.stored(slice.samples()), int.class);
  }

  @Test
  void chunksThatAnotherThreadFindsMeanwhileAreNotTakenForAlike() throws Exception {
    Path file = write();
    int[] expected = IntStream.range(0, SAMPLES).toArray();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 200; round++) {
        try (SegmentFile segment = SegmentFile.open(file)) {
          Slice all = new Slice(segment, segment.headerBytes(), Files.size(file), 0, SAMPLES);
          StoredColumn column = StoredSamples.of(List.of(all), false).features();
          CyclicBarrier start = new CyclicBarrier(THREADS);
          Callable<int[]> read =
              () -> {
                start.await();
                return (int[]) column.flat(RowOrder.stored(SAMPLES), int.class);
              };
          List<Future<int[]>> running = new ArrayList<>();
          for (int i = 0; i < THREADS; i++) {
            running.add(pool.submit(read));
          }
          for (Future<int[]> one : running) {
            assertArrayEquals(expected, one.get());
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
