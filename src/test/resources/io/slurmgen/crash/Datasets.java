import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import io.slurmgen.dataset.Sample;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Samples that say by themselves whether they are right, in many small or some wide chunks. */
public class Datasets {
  public static class Params {
    /** How many random numbers the label has. */
    public int width = 1;

    /** Every how many samples it rests for a millisecond. */
    public int rest = 4;
  }

  @Generator(name = "d", cacheEvery = 3)
  public static Stream<Sample<Long, long[]>> d(long size, Params params, RandomGenerator random) {
    int[] drawn = {0};
    return Stream.generate(
        () -> {
          if (++drawn[0] % params.rest == 0) {
            rest();
          }
          return new Sample<>(random.nextLong(), random.longs(params.width).toArray());
        });
  }

  private static void rest() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Preprocessor(dataset = "d", name = "negated", cacheEvery = 2)
  public static Sample<Long, Long> negated(Sample<Long, long[]> sample) {
    return new Sample<>(-sample.features(), ~sample.label()[0]);
  }
}
