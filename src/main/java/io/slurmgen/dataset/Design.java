package io.slurmgen.dataset;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.apache.commons.math3.random.HaltonSequenceGenerator;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Points in the unit cube that fill it more evenly than random ones, for the inputs of samples:
 * each depends on its index alone, so that a data set is the same whichever task makes which part
 * of it.
 *
 * <pre>{@code
 * private static final Design DESIGN = Design.sobol(2, 1);
 *
 * @Generator
 * public static Sample<double[], Double> wave(Params params, RandomGenerator random, long index) {
 *   double[] x = DESIGN.point(index);
 *   return new Sample<>(x, params.height * Math.sin(6 * x[0]) * x[1]);
 * }
 * }</pre>
 *
 * <p>Coordinates are at least 0 and less than 1. The seed moves all points by the same random
 * distance in each dimension, which keeps their evenness and takes the sequence's own first point,
 * the origin, out of the corner; other seeds give designs that can be compared as random samples
 * are. Samples that have the same index in several parameter sets have the same point.
 *
 * <p>Thread-safe. Asking for points in the order of their indexes is quickest.
 */
public final class Design {
  private static final double SOBOL_STEPS = 1L << 52;

  private final Sequence sequence;
  private final UnaryOperator<double[]> shift;
  private long next;

  private Design(Sequence sequence, UnaryOperator<double[]> shift) {
    this.sequence = sequence;
    this.shift = shift;
  }

  /** A sequence of commons-math3, which remembers where it is. */
  private interface Sequence {
    double[] next();

    double[] at(int index);
  }

  /**
   * Sobol's sequence with the direction numbers of Joe and Kuo (<a
   * href="https://web.maths.unsw.edu.au/~fkuo/sobol/">new-joe-kuo-6</a>, as Apache Commons Math
   * brings them), and a random digital shift. Of the first 2<sup>k</sup> points, each of
   * 2<sup>k</sup> equal intervals of a coordinate has one; so powers of two are good numbers of
   * samples.
   *
   * @param dimensions coordinates of a point, 1 to 1000
   * @param seed any number
   * @return the design
   * @throws IllegalArgumentException if there are no such points
   */
  public static Design sobol(int dimensions, long seed) {
    SobolSequenceGenerator sobol = sobol(dimensions);
    long[] bits = new SplittableRandom(seed).longs(dimensions, 0, 1L << 52).toArray();
    Sequence sequence =
        new Sequence() {
          @Override
          public double[] next() {
            return sobol.nextVector();
          }

          @Override
          public double[] at(int index) {
            return sobol.skipTo(index);
          }
        };
    return new Design(
        sequence,
        point -> {
          for (int i = 0; i < dimensions; i++) {
            point[i] = ((long) (point[i] * SOBOL_STEPS) ^ bits[i]) / SOBOL_STEPS;
          }
          return point;
        });
  }

  /**
   * Halton's sequence, scrambled by the weights of Vandewoestyne and Cools as Apache Commons Math
   * does it, and shifted modulo 1 (Cranley and Patterson, SIAM J. Numer. Anal. 13, 1976). It is
   * good for any number of samples, up to some ten dimensions.
   *
   * @param dimensions coordinates of a point, 1 to 40
   * @param seed any number
   * @return the design
   * @throws IllegalArgumentException if there are no such points
   */
  public static Design halton(int dimensions, long seed) {
    HaltonSequenceGenerator halton = halton(dimensions);
    double[] distance = new SplittableRandom(seed).doubles(dimensions).toArray();
    Sequence sequence =
        new Sequence() {
          @Override
          public double[] next() {
            return halton.nextVector();
          }

          @Override
          public double[] at(int index) {
            return halton.skipTo(index);
          }
        };
    return new Design(
        sequence,
        point -> {
          for (int i = 0; i < dimensions; i++) {
            double moved = point[i] + distance[i];
            point[i] = moved < 1 ? moved : moved - 1;
          }
          return point;
        });
  }

  private static SobolSequenceGenerator sobol(int dimensions) {
    try {
      return new SobolSequenceGenerator(dimensions);
    } catch (OutOfRangeException e) {
      throw outOfRange(dimensions, e);
    }
  }

  private static HaltonSequenceGenerator halton(int dimensions) {
    try {
      return new HaltonSequenceGenerator(dimensions);
    } catch (OutOfRangeException e) {
      throw outOfRange(dimensions, e);
    }
  }

  private static IllegalArgumentException outOfRange(int dimensions, OutOfRangeException e) {
    return new IllegalArgumentException(
        "a design of %d dimensions; %s to %s are possible"
            .formatted(dimensions, e.getLo(), e.getHi()),
        e);
  }

  /**
   * Returns a point.
   *
   * @param index of a sample, 0 to 2<sup>31</sup> - 1
   * @return its coordinates, the caller's own array
   * @throws IllegalArgumentException if the sequence has no point of that index, which makes the
   *     sample of that index fail
   */
  public synchronized double[] point(long index) {
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "point %d of a design; 0 to %d are possible".formatted(index, Integer.MAX_VALUE));
    }
    double[] point = index == next ? sequence.next() : sequence.at((int) index);
    next = index + 1;
    return shift.apply(point);
  }
}
