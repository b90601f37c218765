package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** How long a new process takes to load the first 1,000 samples, of many and of as many. */
final class FirstRow implements Row {
  private static final int RUNS = 21;

  @Override
  public void prepare(Place place) throws Exception {
    place.samples(10_000_000);
    place.samples(1_000);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path many = place.samples(10_000_000);
    Path few = place.samples(1_000);
    double[] medians =
        Turns.medians(
            2,
            RUNS,
            List.of(() -> first(place, many, "noisy_sine"), () -> first(place, few, "noisy_sine")));
    return List.of(Figure.ratio(Bound.FIRST, medians[0], medians[1]));
  }

  static double first(Place place, Path cache, String dataset) throws Exception {
    return place
        .shell()
        .millis(place.java(List.of(), "io.slurmgen.bench.LoadFirst", cache.toString(), dataset));
  }
}
