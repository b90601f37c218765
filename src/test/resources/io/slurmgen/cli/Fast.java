import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Sample;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

public class Datasets {
  public static class Params {
    public int set = 0;
  }

  @Generator(name = "fast", cacheEvery = 5)
  public static Stream<Sample<Double, Double>> fast(
      long size, Params params, RandomGenerator random) {
    return Stream.generate(
        () -> {
          double x = random.nextDouble();
          return new Sample<>(x, Math.sin(x));
        });
  }
}
