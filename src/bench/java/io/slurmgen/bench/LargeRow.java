package io.slurmgen.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How size and time grow from 10^6 to 10^7 chunks. */
final class LargeRow implements Row {
  private static final int RUNS = 11;
  private static final long LARGE = 10_000_000;
  private static final long SMALL = 1_000_000;

  @Override
  public void prepare(Place place) throws Exception {
    place.chunks(SMALL);
    place.chunks(LARGE);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path large = place.chunks(LARGE);
    Path small = place.chunks(SMALL);
    double[] list = turns(() -> list(place, large), () -> list(place, small));
    double[] first =
        turns(
            () -> FirstRow.first(place, large, "one_a_chunk"),
            () -> FirstRow.first(place, small, "one_a_chunk"));
    Path largeCopy = place.copy(large);
    Path smallCopy = place.copy(small);
    try {
      double[] move = turns(() -> move(place, largeCopy), () -> move(place, smallCopy));
      return List.of(
          Figure.ratio(Bound.LARGE_MAKE, place.seconds(large), place.seconds(small)),
          Figure.ratio(Bound.LARGE_SIZE, megabytes(large), megabytes(small)),
          Figure.ratio(Bound.LARGE_LIST, list[0], list[1]),
          Figure.ratio(Bound.LARGE_MOVE, move[0], move[1]),
          Figure.ratio(Bound.LARGE_FIRST, first[0], first[1]));
    } finally {
      Shell.delete(largeCopy);
      Shell.delete(smallCopy);
    }
  }

  private static double[] turns(Turns.Turn large, Turns.Turn small) throws Exception {
    return Turns.medians(1, RUNS, List.of(large, small));
  }

  private static double list(Place place, Path cache) throws Exception {
    return place.shell().millis(place.tool(cache, "list"));
  }

  private static double move(Place place, Path cache) throws Exception {
    return place.shell().millis(place.tool(cache, "move", "one_a_chunk", "1000", "train", "-y"));
  }

  private static double megabytes(Path cache) throws Exception {
    return Files.size(cache.resolve(".slurm_cache.sqlite")) / 1e6;
  }
}
