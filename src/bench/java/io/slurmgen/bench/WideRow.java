package io.slurmgen.bench;

import java.util.List;

/**
 * How fast a warm program loads wide samples: in one thread, against copying as many bytes, and
 * with the threads of the common pool, against one.
 */
final class WideRow implements Row {
  private static final int RUNS = 5;
  private static final double MEGABYTES = 60_000 * (784L + 1) * Float.BYTES / 1e6;

  @Override
  public void prepare(Place place) throws Exception {
    place.images();
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Microbenchmark rows = on(place, "loadWide");
    Microbenchmark copied = on(place, "copyWide");
    Microbenchmark batches = on(place, "loadWideBatches");
    Microbenchmark array = on(place, "loadWideArray");
    double[] millis =
        Turns.medians(
            0,
            RUNS,
            List.of(
                () -> rows.millis(place),
                () -> copied.millis(place),
                () -> batches.millis(place),
                () -> batches.inOneThread().millis(place),
                () -> array.millis(place),
                () -> array.inOneThread().millis(place)));
    return List.of(
        Figure.ratio(Bound.WIDE, MEGABYTES / millis[0] * 1000, MEGABYTES / millis[1] * 1000),
        Figure.ratio(Bound.WIDE_BATCHES, millis[2], millis[3]),
        Figure.ratio(Bound.WIDE_ARRAY, millis[4], millis[5]));
  }

  private static Microbenchmark on(Place place, String name) throws Exception {
    return Microbenchmark.of(name, place.images(), "3g");
  }
}
