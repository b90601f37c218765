package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How many chunks a second a task of a cheap generator gets on disk and recorded, by the least time
 * between two commits, each of which forces the segment and then the catalog.
 */
final class CommitsRow implements Row {
  private static final int RUNS = 3;
  private static final List<Integer> INTERVALS = List.of(1_000, 100, 10, 0);

  @Override
  public void prepare(Place place) throws Exception {
    place.template(place.example(), "noisy_sine");
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    List<Figure> figures = new ArrayList<>();
    double[] commits = new double[INTERVALS.size() + 1];
    List<Turns.Turn> turns = new ArrayList<>();
    for (int interval : INTERVALS) {
      int slot = turns.size();
      turns.add(() -> rate(place, 100_000, interval, commits, slot));
    }
    turns.add(() -> rate(place, 200, -1, commits, INTERVALS.size()));
    double[] rates = Turns.medians(0, RUNS, turns);
    for (int i = 0; i < rates.length; i++) {
      String pace =
          i == INTERVALS.size() ? "each waited for" : INTERVALS.get(i) + " ms between commits";
      figures.add(
          Figure.ratio(Bound.COMMITS, rates[i], rates[rates.length - 1])
              .on("%s (%.0f chunks a commit)".formatted(pace, commits[i])));
    }
    return figures;
  }

  private static double rate(Place place, int chunks, int interval, double[] commits, int slot)
      throws Exception {
    Path cache = place.copy(place.template(place.example(), "noisy_sine"));
    try {
      String[] printed =
          place
              .shell()
              .output(
                  place.java(
                      List.of(),
                      "io.slurmgen.task.PacedRecording",
                      cache.toString(),
                      Integer.toString(chunks),
                      Integer.toString(interval)))
              .split("\\s+");
      commits[slot] = chunks / Double.parseDouble(printed[1]);
      return Double.parseDouble(printed[0]);
    } finally {
      Shell.delete(cache);
    }
  }
}
