package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowOrderTest {
  private static long[] rows(RowOrder order) {
    return LongStream.range(0, order.size()).map(order::row).toArray();
  }

  @Test
  void everyRowIsInAShuffleOnce() {
    for (int size : new int[] {0, 1, 2, 3, 10, 1000}) {
      for (long seed = 0; seed < 20; seed++) {
        long[] rows = rows(RowOrder.stored(size).shuffled(seed));
        assertArrayEquals(
            LongStream.range(0, size).toArray(), LongStream.of(rows).sorted().toArray());
      }
    }
  }

  /** Written down, because results of training depend on it: this must never change. */
  @Test
  void shuffleDependsOnlyOnSeedAndSize() {
    assertArrayEquals(
        new long[] {4, 6, 1, 8, 2, 5, 9, 3, 0, 7}, rows(RowOrder.stored(10).shuffled(42)));
  }

  @Test
  void allOrdersAreAboutEquallyFrequent() {
    int[] counts = new int[27];
    for (long seed = 0; seed < 60_000; seed++) {
      long[] rows = rows(RowOrder.stored(3).shuffled(seed));
      counts[(int) (9 * rows[0] + 3 * rows[1] + rows[2])]++;
    }
    for (int order : new int[] {5, 7, 11, 15, 19, 21}) {
      assertEquals(10_000, counts[order], 400);
    }
  }

  @Test
  void partsOfShufflesAndShufflesOfPartsAreViewsOfTheRightRows() {
    RowOrder shuffled = RowOrder.stored(100).shuffled(1);
    RowOrder part = shuffled.part(10, 20);
    for (int i = 0; i < 20; i++) {
      assertEquals(shuffled.row(10 + i), part.row(i));
    }
    long[] again = rows(RowOrder.stored(100).part(50, 10).shuffled(2));
    assertArrayEquals(LongStream.range(50, 60).toArray(), LongStream.of(again).sorted().toArray());
    long[] twice = rows(part.shuffled(3));
    assertArrayEquals(
        LongStream.of(rows(part)).sorted().toArray(), LongStream.of(twice).sorted().toArray());
  }

  @Test
  void rowsOutsideAreRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> RowOrder.stored(5).part(3, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> RowOrder.stored(5).part(-1, 2));
    assertThrows(IllegalStateException.class, () -> RowOrder.stored(1L << 31).shuffled(0));
  }
}
