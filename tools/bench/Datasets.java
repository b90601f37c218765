import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Sample;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A dataset with as many chunks as samples. */
public class Datasets {
  public static class NoParams {}

  @Generator(name = "one_a_chunk", cacheEvery = 1)
  public static Stream<Sample<Double, Double>> oneAChunk(
      long size, NoParams params, RandomGenerator random) {
    return Stream.generate(() -> new Sample<>(random.nextDouble(), random.nextDouble()));
  }
}
