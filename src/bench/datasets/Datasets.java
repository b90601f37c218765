import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Datasets whose samples are each a chunk, wide, costly, or tell when the first one began. */
public class Datasets {
  public static class NoParams {}

  @Generator(name = "one_a_chunk", cacheEvery = 1)
  public static Stream<Sample<Double, Double>> oneAChunk(
      long size, NoParams params, RandomGenerator random) {
    return Stream.generate(() -> new Sample<>(random.nextDouble(), random.nextDouble()));
  }

  @Generator(name = "images", cacheEvery = 1000)
  public static Stream<Sample<@Shape(784) float[], Integer>> images(
      long size, NoParams params, RandomGenerator random) {
    return Stream.generate(() -> new Sample<>(pixels(random), random.nextInt(10)));
  }

  private static float[] pixels(RandomGenerator random) {
    float[] pixels = new float[784];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  /** The end of a walk of so many steps that a sample takes about 0.1 ms. */
  @Generator(name = "costly")
  public static Stream<Sample<Double, Double>> costly(
      long size, NoParams params, RandomGenerator random) {
    return Stream.generate(() -> new Sample<>(random.nextDouble(), walk(random)));
  }

  private static double walk(RandomGenerator random) {
    double place = 0;
    for (int step = 0; step < 50_000; step++) {
      place += random.nextDouble() - 0.5;
    }
    return place;
  }

  /** Writes the time at which its first sample is asked for into the file BENCH_STAMP. */
  @Generator(name = "stamped")
  public static Stream<Sample<Double, Double>> stamped(
      long size, NoParams params, RandomGenerator random) {
    return Stream.generate(
        () -> {
          stamp();
          return new Sample<>(random.nextDouble(), random.nextDouble());
        });
  }

  private static void stamp() {
    String file = System.getenv("BENCH_STAMP");
    if (file != null) {
      Instant now = Instant.now();
      try {
        Files.writeString(
            Path.of(file), Long.toString(now.getEpochSecond() * 1_000_000_000 + now.getNano()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
