package io.slurmgen.bench;

import java.util.List;

/**
 * How fast a warm program loads wide samples with the threads of the common pool: against copying
 * as many bytes in one thread, and against loading in one.
 */
final class WideRow implements Row {
  private static final int RUNS = 3;
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
                () -> rows.inOneThread().millis(place),
                () -> batches.millis(place),
                () -> batches.inOneThread().millis(place),
                () -> array.millis(place),
                () -> array.inOneThread().millis(place)));
    return List.of(
        Figure.ratio(Bound.WIDE, MEGABYTES / millis[0] * 1000, MEGABYTES / millis[1] * 1000),
        Figure.ratio(Bound.WIDE_ROWS, millis[0], millis[2]),
        Figure.ratio(Bound.WIDE_BATCHES, millis[3], millis[4]),
        Figure.ratio(Bound.WIDE_ARRAY, millis[5], millis[6]));
  }

  private static Microbenchmark on(Place place, String name) throws Exception {
    return Microbenchmark.of(name, place.images(), "3g");
  }
}
