package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** Submitting an array of 200 tasks to a real Slurm, against one of a single task. */
final class SubmitRow implements Row {
  private static final int WARM_UP = 2;
  private static final int RUNS = 10;
  private static final int TASKS = 200;

  @Override
  public void prepare(Place place) throws Exception {
    place.template(place.example(), "noisy_sine");
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    Path cache = place.copy(place.template(place.example(), "noisy_sine"));
    try (Cluster cluster = Cluster.start(place)) {
      int[] submissions = {1};
      double[] medians =
          Turns.medians(
              WARM_UP,
              RUNS,
              List.of(
                  () -> submit(cluster, cache, TASKS, ++submissions[0]),
                  () -> submit(cluster, cache, 1, ++submissions[0])));
      return List.of(Figure.ratio(Bound.SUBMIT, medians[0], medians[1]));
    } finally {
      Shell.delete(cache);
    }
  }

  private static double submit(Cluster cluster, Path cache, int jobs, int submission)
      throws Exception {
    double millis = cluster.submit(cache, "noisy_sine", jobs);
    cluster.cancel(cache, submission);
    return millis;
  }
}
