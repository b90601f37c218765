package io.slurmgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes from the start of a task's batch script to its first sample, against a program
 * that does nothing but load the dataset's class and draw the sample, with the flags of the
 * script's java but without an archive of classes. The script is the one that a real Slurm was
 * given; its jobs are held there and run here.
 */
final class TaskRow implements Row {
  private static final int WARM_UP = 2;
  private static final int RUNS = 21;

  @Override
  public void prepare(Place place) throws Exception {
    place.template(place.own(), "stamped");
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path cache = place.copy(place.template(place.own(), "stamped"));
    try (Cluster cluster = Cluster.start(place)) {
      cluster.submit(cache, "stamped", WARM_UP + RUNS);
      Path script = Cluster.script(cache, 2);
      List<String> bare = bare(place, flags(script));
      Path stamp = cache.resolve("stamp");
      Shell shell = place.shell().with("BENCH_STAMP", stamp.toString());
      int[] job = {0};
      double[] medians =
          Turns.medians(
              WARM_UP,
              RUNS,
              List.of(
                  () ->
                      untilStamp(
                          shell.with("SLURM_ARRAY_TASK_ID", Integer.toString(job[0]++)),
                          List.of("bash", script.toString()),
                          stamp),
                  () -> untilStamp(shell, bare, stamp)));
      return List.of(Figure.ratio(Bound.TASK, medians[0], medians[1]));
    } finally {
      Shell.delete(cache);
    }
  }

  /** The flags that the script gives to the JVM, without those that name its archive. */
  private static List<String> flags(Path script) throws IOException {
    List<String> flags = new ArrayList<>();
    for (String line : Files.readAllLines(script)) {
      String word = line.strip().replaceAll(" ?\\\\$", "").replace("'", "");
      if (word.startsWith("-X") && !word.matches("-XX:(SharedArchiveFile|AOTCache)=.*")) {
        flags.add(word);
      }
    }
    return flags;
  }

  private static List<String> bare(Place place, List<String> flags) throws Exception {
    String programs = place.programs(place.own()) + ":" + place.classPath();
    return new Program(place.jdk(), programs, "FirstSample").command(flags);
  }

  private static double untilStamp(Shell shell, List<String> command, Path stamp)
      throws IOException, InterruptedException {
    Files.deleteIfExists(stamp);
    Instant now = Instant.now();
    shell.run(command);
    long start = now.getEpochSecond() * 1_000_000_000 + now.getNano();
    return (Long.parseLong(Files.readString(stamp)) - start) / 1e6;
  }
}
