package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** How fast a warm program loads small chunks, against copying as many bytes. */
final class LoadRow implements Row {
  private static final int RUNS = 3;
  private static final int SAMPLES = 1_000_000;
  private static final double MEGABYTES = SAMPLES * 2L * Double.BYTES / 1e6;

  @Override
  public void prepare(Place place) throws Exception {
    place.samples(SAMPLES);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path cache = place.samples(SAMPLES);
    double[] millis =
        Turns.medians(
            0,
            RUNS,
            List.of(
                () -> Microbenchmark.of("load", cache, "1g").millis(place),
                () -> Microbenchmark.of("copy", cache, "1g").millis(place),
                () -> Microbenchmark.of("loadChecked", cache, "1g").millis(place),
                () -> Microbenchmark.of("copyMappedAnew", cache, "1g").millis(place)));
    return List.of(
        Figure.ratio(Bound.LOAD, speed(millis[0]), speed(millis[1])),
        Figure.ratio(Bound.LOAD_CHECKED, speed(millis[2]), speed(millis[3])));
  }

  private static double speed(double millis) {
    return MEGABYTES / (millis / 1000);
  }
}
