package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** How long generating takes as a whole process, against a program that only runs the generator. */
final class GenerateRow implements Row {
  private static final String SAMPLES = "1000000";
  private static final String COSTLY_SAMPLES = "20000";
  private static final int RUNS = 11;

  @Override
  public void prepare(Place place) throws Exception {
    cheap(place);
    costly(place);
  }

  @Override
  public List<Figure> measure(Place place) throws Exception {
    String programs = place.programs(place.example()) + ":" + place.classPath();
    List<String> bareLoop =
        new Program(place.jdk(), programs, "BareLoop").command(List.of(), SAMPLES);
    double[] medians =
        Turns.medians(
            1,
            RUNS,
            List.of(
                () -> place.shell().millis(bareLoop),
                () -> generate(place, cheap(place), "noisy_sine", SAMPLES, "1"),
                () -> generate(place, cheap(place), "noisy_sine", SAMPLES, "2"),
                () -> generate(place, costly(place), "costly", COSTLY_SAMPLES, "1"),
                () -> generate(place, costly(place), "costly", COSTLY_SAMPLES, "2")));
    return List.of(
        Figure.ratio(Bound.GENERATE, medians[1], medians[0]),
        Figure.ratio(Bound.GENERATE_TWO, medians[2], medians[1]),
        Figure.ratio(Bound.GENERATE_COSTLY, medians[4], medians[3]));
  }

  private static Path cheap(Place place) throws Exception {
    return place.template(place.example(), "noisy_sine");
  }

  private static Path costly(Place place) throws Exception {
    return place.template(place.own(), "costly");
  }

  /** Into a copy of a cache whose classes are compiled. */
  private static double generate(
      Place place, Path cache, String dataset, String samples, String jobs) throws Exception {
    Path copy = place.copy(cache);
    try {
      return place
          .shell()
          .millis(
              place.tool(
                  copy,
                  "generate",
                  dataset,
                  "-n",
                  samples,
                  "--njobs",
                  jobs,
                  "--executor",
                  "local"));
    } finally {
      Shell.delete(copy);
    }
  }
}
