package io.slurmgen.bench;

import java.nio.file.Path;
import java.util.List;

/** How long generating takes as a whole process, against a program that only runs the generator. */
final class GenerateRow implements Row {
  private static final String SAMPLES = "1000000";
  private static final int RUNS = 11;

  @Override
  public void prepare(Place place) throws Exception {
    place.template(place.example(), "noisy_sine");
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
                () -> generate(place, "1"),
                () -> generate(place, "2")));
    return List.of(
        Figure.ratio(Bound.GENERATE, medians[1], medians[0]),
        Figure.ratio(Bound.GENERATE_TWO, medians[2], medians[1]));
  }

  /** Into a cache whose classes are compiled. */
  private static double generate(Place place, String jobs) throws Exception {
    Path copy = place.copy(place.template(place.example(), "noisy_sine"));
    try {
      return place
          .shell()
          .millis(
              place.tool(
                  copy,
                  "generate",
                  "noisy_sine",
                  "-n",
                  SAMPLES,
                  "--njobs",
                  jobs,
                  "--executor",
                  "local"));
    } finally {
      Shell.delete(copy);
    }
  }
}
