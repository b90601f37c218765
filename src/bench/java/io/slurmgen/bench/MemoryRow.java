package io.slurmgen.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much heap some programs fill, in a JVM that gives them no more than the bound: they fail
 * where that is too little.
 */
final class MemoryRow implements Row {
  private static final long MANY = 10_000_000;

  @Override
  public void prepare(Place place) throws Exception {
    place.samples(MANY);
    place.chunks(1_000_000);
    MoveRow.scattered(place);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path moved = place.copy(MoveRow.scattered(place));
    try {
      return List.of(
          peak(
              place,
              Bound.STREAM_HEAP,
              "io.slurmgen.bench.StreamBatches",
              place.samples(MANY).toString(),
              Long.toString(MANY)),
          command(place, Bound.LIST_HEAP, place.chunks(1_000_000), "list"),
          command(place, Bound.MOVE_HEAP, moved, "move", "noisy_sine", "500000", "train", "-y"));
    } finally {
      Shell.delete(moved);
    }
  }

  private static Figure command(Place place, Bound bound, Path cache, String... words)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-C", cache.toString()));
    arguments.addAll(List.of(words));
    return peak(place, bound, "io.slurmgen.cli.Main", arguments.toArray(String[]::new));
  }

  private static Figure peak(Place place, Bound bound, String main, String... arguments)
      throws Exception {
    Path file = place.data().resolve("peak");
    List<String> words = new ArrayList<>(List.of(file.toString(), main));
    words.addAll(List.of(arguments));
    List<String> flags = List.of("-XX:+UseSerialGC", "-Xmx" + (long) bound.value() + "m");
    place
        .shell()
        .run(place.java(flags, "io.slurmgen.bench.PeakHeap", words.toArray(String[]::new)));
    return Figure.absolute(bound, Long.parseLong(Files.readString(file)) / 1e6);
  }
}
