package io.slurmgen.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DesignTest {

  static Stream<Arguments> designs() {
    return Stream.of(
        Arguments.of("Sobol", (IntFunction<Design>) seed -> Design.sobol(5, seed)),
        Arguments.of("Halton", (IntFunction<Design>) seed -> Design.halton(5, seed)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("designs")
  void pointDependsOnSeedAndIndexAlone(String name, IntFunction<Design> design) {
    Design whole = design.apply(3);
    List<double[]> points = IntStream.range(0, 300).mapToObj(whole::point).toList();
    Design other = design.apply(3);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      int index = random.nextInt(300);
      assertArrayEquals(points.get(index), other.point(index));
      assertArrayEquals(points.get(index), other.point(index));
    }
    assertNotSame(whole.point(7), whole.point(7));
    assertFalse(Arrays.equals(points.get(0), design.apply(4).point(0)));
    assertArrayEquals(design.apply(3).point(Integer.MAX_VALUE), other.point(Integer.MAX_VALUE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("designs")
  void coordinatesAreInTheUnitCubeAndNeverTwice(String name, IntFunction<Design> design) {
    for (int seed = 0; seed < 20; seed++) {
      Design points = design.apply(seed);
      List<Double> first =
          IntStream.range(0, 500)
              .mapToObj(points::point)
              .peek(point -> assertTrue(Arrays.stream(point).allMatch(x -> x >= 0 && x < 1)))
              .map(point -> point[0])
              .toList();
      assertEquals(500, first.stream().distinct().count());
    }
  }

  /** The property that makes it a (t, s)-sequence in base 2; the digital shift keeps it. */
  @Test
  void eachIntervalOfASobolCoordinateHasOneOfThePoints() {
    int points = 1 << 10;
    for (long seed = 0; seed < 3; seed++) {
      Design design = Design.sobol(7, seed);
      List<double[]> drawn = IntStream.range(0, points).mapToObj(design::point).toList();
      for (int dimension = 0; dimension < 7; dimension++) {
        BitSet taken = new BitSet(points);
        for (double[] point : drawn) {
          taken.set((int) (point[dimension] * points));
        }
        assertEquals(points, taken.cardinality());
      }
    }
  }

  /** In base 2, the first dimension is van der Corput's sequence, moved by one distance. */
  @Test
  void firstHaltonCoordinateIsVanDerCorputsSequence() {
    Design design = Design.halton(3, 9);
    double distance = design.point(0)[0];
    for (int index = 0; index < 1000; index++) {
      double corput = Integer.toUnsignedLong(Integer.reverse(index)) / 0x1p32;
      double moved = (corput + distance) % 1;
      assertEquals(moved, design.point(index)[0], 1e-12);
    }
  }

  @Test
  void whatThereIsNotIsNamed() {
    assertEquals(
        "a design of 0 dimensions; 1 to 40 are possible", refusal(() -> Design.halton(0, 1)));
    assertEquals(
        "a design of 1001 dimensions; 1 to 1000 are possible",
        refusal(() -> Design.sobol(1001, 1)));
    Design design = Design.sobol(1, 1);
    assertEquals(
        "point 2147483648 of a design; 0 to 2147483647 are possible",
        refusal(() -> design.point(1L << 31)));
    assertEquals(
        "point -1 of a design; 0 to 2147483647 are possible", refusal(() -> design.point(-1)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
