package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long {@code list} takes as a whole process, launcher included. */
final class ListRow implements Row {
  private static final int WARM_UP = 3;
  private static final int RUNS = 21;
  private static final List<Long> CHUNKS = List.of(1_000L, 100_000L, 1_000_000L);

  @Override
  public void prepare(Place place) throws Exception {
    for (long chunks : CHUNKS) {
      place.chunks(chunks);
    }
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Jdk jdk : Jdk.all()) {
      figures.addAll(on(jdk, place));
    }
    return figures;
  }

  private static List<Figure> on(Jdk jdk, Place place) throws Exception {
    String programs = place.programs(place.own()).toString();
    List<String> hello = new Program(jdk, programs, "HelloWorld").archived(place.data());
    Shell shell = place.shell(jdk);
    List<Turns.Turn> turns = new ArrayList<>();
    turns.add(() -> shell.millis(hello));
    for (long chunks : CHUNKS) {
      Path cache = place.chunks(chunks);
      turns.add(() -> shell.millis(place.tool(cache, "list")));
    }
    double[] medians = Turns.medians(WARM_UP, RUNS, turns);
    return List.of(
        Figure.ratio(Bound.LIST_GROWTH, medians[3], medians[1]).on(jdk.toString()),
        Figure.ratio(Bound.LIST_MIDDLE, medians[2], medians[1]).on(jdk.toString()),
        Figure.ratio(Bound.LIST_START, medians[3], medians[0]).on(jdk.toString()));
  }
}
