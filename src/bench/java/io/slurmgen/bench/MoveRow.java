package io.slurmgen.bench;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.segment.ChunkEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long it takes to move half of 1,000,000 samples in 20,000 chunks: as they are after an
 * undisturbed generate, where they are few ranges of indexes, and at the worst, where between any
 * two chunks one is missing, so that each is a range of its own.
 */
final class MoveRow implements Row {

  private static final StoredTypes TYPES = new StoredTypes("double", "double");
  private static final int CHUNKS = 20_000;
  private static final int CHUNK_SAMPLES = 50;
  private static final long HALF = 500_000;
  private static final int WARM_UP = 20;
  private static final int RUNS = 15;

  @Override
  public void prepare(Place place) throws Exception {
    place.samples(2 * HALF);
    scattered(place);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path usual = place.samples(2 * HALF);
    Path scattered = scattered(place);
    double[] warm =
        Turns.medians(
            WARM_UP,
            RUNS,
            List.of(
                () -> warm(place, usual, HALF),
                () -> warm(place, scattered, HALF),
                () -> warm(place, scattered, HALF / 10)));
    double[] cold =
        Turns.medians(
            1, RUNS, List.of(() -> process(place, usual), () -> process(place, scattered)));
    return List.of(
        Figure.absolute(Bound.MOVE_WARM, warm[0]),
        Figure.absolute(Bound.MOVE_SCATTERED, warm[1]),
        Figure.absolute(Bound.MOVE_PROCESS, cold[0]),
        Figure.absolute(Bound.MOVE_PROCESS_SCATTERED, cold[1]),
        Figure.ratio(Bound.MOVE_GROWTH, warm[1], warm[2]));
  }

  /** In this process, on a copy of its own: from the call until it is on disk. */
  private static double warm(Place place, Path cache, long samples) throws Exception {
    Path copy = place.copy(cache);
    try (Catalog catalog = Catalog.create(new CacheDirectory(copy), Clock.systemUTC())) {
      long set = catalog.counts().of("noisy_sine").get(0).paramSet().id();
      long start = System.nanoTime();
      catalog.groups().move(set, samples, "train");
      return (System.nanoTime() - start) / 1e6;
    } finally {
      Shell.delete(copy);
    }
  }

  private static double process(Place place, Path cache) throws Exception {
    Path copy = place.copy(cache);
    try {
      return place
          .shell()
          .millis(place.tool(copy, "move", "noisy_sine", Long.toString(HALF), "train", "-y"));
    } finally {
      Shell.delete(copy);
    }
  }

  /**
   * A catalog of as many chunks, each second one missing; there are no bytes, as no move reads any.
   */
  static Path scattered(Place place) throws Exception {
    Path cache = place.data().resolve("scattered");
    if (!Files.isDirectory(cache)) {
      Path made = place.copy(place.template(place.example(), "noisy_sine"));
      try (Catalog catalog = Catalog.create(new CacheDirectory(made), Clock.systemUTC())) {
        record(catalog);
      }
      Files.move(made, cache);
    }
    return cache;
  }

  private static void record(Catalog catalog) throws IOException {
    AttemptRow attempt =
        catalog
            .attempts()
            .start(
                new AttemptStart(
                    Submitted.of(catalog, "noisy_sine", 2L * CHUNKS * CHUNK_SAMPLES, 1),
                    0,
                    "node",
                    Optional.empty(),
                    Optional.empty(),
                    "code"));
    long first = attempt.missing().ranges().get(0).first();
    List<RecordedChunks> all = new ArrayList<>();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      long index = first + 2L * chunk * CHUNK_SAMPLES;
      ChunkEntry entry = new ChunkEntry(index, CHUNK_SAMPLES, 800, 1000, 0, 1);
      all.add(
          new RecordedChunks(
              attempt,
              attempt.segmentPath(chunk + 1),
              TYPES,
              List.of(entry),
              OptionalLong.empty()));
    }
    catalog.attempts().record(all, Duration.ofMinutes(1));
  }
}
