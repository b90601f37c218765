package io.slurmgen.bench;

import java.util.Arrays;
import java.util.List;

/** Things measured in turns, A B A B, so that what else the machine does hits all of them alike. */
final class Turns {

  /** Does a thing once and tells what it took. */
  @FunctionalInterface
  interface Turn {
    double measure() throws Exception;
  }

  private Turns() {}

  /**
   * Measures all of them some times.
   *
   * @param warmUp turns that do not count
   * @param counted turns that do
   * @return the median of each
   */
  static double[] medians(int warmUp, int counted, List<Turn> things) throws Exception {
    double[][] all = new double[things.size()][counted];
    for (int turn = -warmUp; turn < counted; turn++) {
      for (int thing = 0; thing < all.length; thing++) {
        double measured = things.get(thing).measure();
        if (turn >= 0) {
          all[thing][turn] = measured;
        }
      }
    }
    return Arrays.stream(all).mapToDouble(Turns::median).toArray();
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
