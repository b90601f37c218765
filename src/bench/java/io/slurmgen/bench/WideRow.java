package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** How fast a warm program loads wide samples, against copying as many bytes. */
final class WideRow implements Row {
  private static final int RUNS = 5;
  private static final double MEGABYTES = 60_000 * (784L + 1) * Float.BYTES / 1e6;

  @Override
  public void prepare(Place place) throws Exception {
    place.images();
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path cache = place.images();
    double[] millis =
        Turns.medians(
            0,
            RUNS,
            List.of(
                () -> new Microbenchmark("loadWide", cache, "3g").millis(place),
                () -> new Microbenchmark("copyWide", cache, "3g").millis(place)));
    return List.of(
        Figure.ratio(Bound.WIDE, MEGABYTES / millis[0] * 1000, MEGABYTES / millis[1] * 1000));
  }
}
