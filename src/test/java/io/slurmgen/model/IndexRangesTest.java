package io.slurmgen.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexRangesTest {

  private static final int ROUNDS = 2000;

  private final long seed = Seeds.of(1);
  private final Random random = new Random(seed);

  private String seed() {
    return "seed " + seed;
  }

  private List<IndexRange> randomRanges() {
    List<IndexRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      ranges.add(new IndexRange(random.nextInt(60), 1 + random.nextInt(12)));
    }
    return ranges;
  }

  private IndexRanges randomSet() {
    return new IndexRanges(randomRanges());
  }

  private static BitSet bits(List<IndexRange> ranges) {
    BitSet bits = new BitSet();
    ranges.forEach(range -> bits.set((int) range.first(), (int) range.end()));
    return bits;
  }

  private static BitSet bits(IndexRanges set) {
    return bits(set.ranges());
  }

  private static BitSet lowest(BitSet bits, long samples) {
    BitSet lowest = new BitSet();
    bits.stream().limit(samples).forEach(lowest::set);
    return lowest;
  }

  private void assertNormal(IndexRanges set) {
    for (int i = 1; i < set.ranges().size(); i++) {
      assertTrue(
          set.ranges().get(i - 1).end() < set.ranges().get(i).first(), () -> set + ", " + seed());
    }
  }

  private void assertIs(BitSet expected, IndexRanges actual) {
    assertNormal(actual);
    assertEquals(expected, bits(actual), seed());
    assertEquals(expected.cardinality(), actual.samples(), seed());
    assertEquals(expected.isEmpty(), actual.isEmpty(), seed());
  }

  @Test
  void rangesInAnyOrderAreMerged() {
    for (int round = 0; round < ROUNDS; round++) {
      List<IndexRange> ranges = randomRanges();
      assertIs(bits(ranges), new IndexRanges(ranges));
    }
  }

  @Test
  void plusAndMinusAreThoseOfSets() {
    for (int round = 0; round < ROUNDS; round++) {
      IndexRanges one = randomSet();
      IndexRanges two = randomSet();
      BitSet union = bits(one);
      union.or(bits(two));
      assertIs(union, one.plus(two));
      BitSet difference = bits(one);
      difference.andNot(bits(two));
      assertIs(difference, one.minus(two));
    }
  }

  @Test
  void lowestAreTheFirstOfTheSet() {
    for (int round = 0; round < ROUNDS; round++) {
      IndexRanges set = randomSet();
      int samples = random.nextInt(70);
      assertIs(lowest(bits(set), samples), set.lowest(samples));
    }
  }

  @Test
  void lowestFreeAreTheFirstOutsideTheSet() {
    for (int round = 0; round < ROUNDS; round++) {
      IndexRanges set = randomSet();
      int samples = random.nextInt(70);
      BitSet free = new BitSet();
      free.set(0, 200);
      free.andNot(bits(set));
      assertIs(lowest(free, samples), set.lowestFree(samples));
    }
  }

  @Test
  void sharesAreEvenAndInOrder() {
    for (int round = 0; round < ROUNDS; round++) {
      IndexRanges set = randomSet();
      int parts = 1 + random.nextInt(10);
      List<IndexRanges> shares = set.split(parts);
      assertEquals(Math.min(parts, set.samples()), shares.size(), seed());
      IndexRanges all = IndexRanges.none();
      long end = 0;
      for (int i = 0; i < shares.size(); i++) {
        IndexRanges share = shares.get(i);
        long even = set.samples() / parts + (i < set.samples() % parts ? 1 : 0);
        assertEquals(even, share.samples(), seed());
        assertTrue(share.ranges().get(0).first() >= end, seed());
        end = share.ranges().get(share.ranges().size() - 1).end();
        all = all.plus(share);
      }
      assertEquals(set, all, seed());
    }
  }

  @Test
  void overlapIsACommonIndex() {
    for (int round = 0; round < ROUNDS; round++) {
      IndexRanges set = randomSet();
      IndexRange range = new IndexRange(random.nextInt(75), 1 + random.nextInt(12));
      BitSet common = bits(set);
      common.and(bits(List.of(range)));
      assertEquals(!common.isEmpty(), set.overlaps(range), () -> set + ", " + range + seed());
    }
  }

  /** Would take minutes if each part looked at all that is left. */
  @Test
  void manyGapsAreDealtToManyJobs() {
    int gaps = 100_000;
    List<IndexRange> ranges = new ArrayList<>();
    for (int gap = 0; gap < gaps; gap++) {
      ranges.add(new IndexRange(100L * gap, 50));
    }
    List<IndexRanges> shares = new IndexRanges(ranges).split(2 * gaps);
    assertEquals(2 * gaps, shares.size());
    assertEquals(List.of(new IndexRange(25, 25)), shares.get(1).ranges());
    assertEquals(List.of(new IndexRange(9_999_900, 25)), shares.get(2 * gaps - 2).ranges());
  }

  @Test
  void firstOfAListKeepsItsOrder() {
    List<IndexRange> ranges =
        List.of(new IndexRange(50, 10), new IndexRange(0, 5), new IndexRange(20, 5));
    assertEquals(
        List.of(new IndexRange(50, 10), new IndexRange(0, 2)), IndexRange.first(ranges, 12));
    assertEquals(ranges.subList(0, 1), IndexRange.first(ranges, 10));
    assertEquals(List.of(), IndexRange.first(ranges, 0));
    assertEquals(ranges, IndexRange.first(ranges, Long.MAX_VALUE));
  }

  @Test
  void largestIndexesDoNotOverflow() {
    IndexRange last = new IndexRange(Long.MAX_VALUE - 1, 1);
    assertEquals(Long.MAX_VALUE, last.end());
    assertEquals(1, new IndexRanges(List.of(last)).minus(IndexRanges.none()).samples());
    assertEquals(
        List.of(new IndexRange(0, Long.MAX_VALUE)),
        IndexRanges.none().lowestFree(Long.MAX_VALUE).ranges());
  }

  @Test
  void whatIsNoRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new IndexRange(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> new IndexRange(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new IndexRange(Long.MAX_VALUE, 1));
    assertThrows(IllegalArgumentException.class, () -> new IndexRange(1, Long.MAX_VALUE));
  }
}
