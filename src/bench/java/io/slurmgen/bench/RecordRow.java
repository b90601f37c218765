package io.slurmgen.bench;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** How many chunks a second are committed, each on its own, by one process and by 64 at once. */
final class RecordRow implements Row {
  private static final int PROCESSES = 64;

  /** Each 6,400 commits take their time, so one alone is measured as often before as after. */
  private static final int ALONE = 5;

  @Override
  public void prepare(Place place) throws Exception {
    place.template(place.example(), "noisy_sine");
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    List<Double> alone = new ArrayList<>();
    for (int before = 0; before < ALONE; before++) {
      alone.add(rate(place, 1));
    }
    double together = rate(place, PROCESSES);
    for (int after = 0; after < ALONE; after++) {
      alone.add(rate(place, 1));
    }
    return List.of(Figure.ratio(Bound.RECORD, together, median(alone)));
  }

  private static double median(List<Double> rates) {
    return Turns.median(rates.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double rate(Place place, int processes) throws Exception {
    Path cache = place.copy(place.template(place.example(), "noisy_sine"));
    List<Process> started = new ArrayList<>();
    try {
      long submission;
      try (Catalog catalog = Catalog.create(new CacheDirectory(cache), Clock.systemUTC())) {
        submission =
            Submitted.of(catalog, "noisy_sine", (long) processes * RecordChunks.CHUNKS, processes);
      }
      for (int job = 0; job < processes; job++) {
        started.add(start(place, cache, submission, job));
      }
      return rate(started);
    } finally {
      started.forEach(Process::destroyForcibly);
      Shell.delete(cache);
    }
  }

  private static Process start(Place place, Path cache, long submission, int job)
      throws IOException {
    return place
        .shell()
        .builder(
            place.java(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                "io.slurmgen.bench.RecordChunks",
                cache.toString(),
                Long.toString(submission),
                Integer.toString(job)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Lets all begin when all are ready, and waits for the last. */
  private static double rate(List<Process> processes) throws IOException, InterruptedException {
    for (Process process : processes) {
      String line = process.inputReader().readLine();
      if (!"ready".equals(line)) {
        throw new IOException("a recording process is not ready: " + line);
      }
    }
    long start = System.nanoTime();
    for (Process process : processes) {
      process.outputWriter().write("go\n");
      process.outputWriter().flush();
    }
    for (Process process : processes) {
      if (!"done".equals(process.inputReader().readLine())) {
        throw new IOException("a recording process has failed");
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return processes.size() * RecordChunks.CHUNKS / seconds;
  }
}
