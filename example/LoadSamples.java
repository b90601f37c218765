import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Loads the samples of the group train and prints a few figures. From the top of the checkout:
 *
 * <pre>java -cp "$(tools/slurm-gen classpath)" example/LoadSamples.java example 720</pre>
 */
public class LoadSamples {

  /** Takes the directory with the cache, and how many samples to load. */
  public static void main(String[] args) {
    try (Cache cache = Cache.open(Path.of(args[0]))) {
      Samples train =
          cache.dataset("noisy_sine").paramSet(0).group("train").get(Integer.parseInt(args[1]));
      double[] x = train.features().toDoubleArray();
      double[] y = train.labels().toDoubleArray();
      System.out.printf("%d samples, x from %.3f to %.3f%n", x.length, min(x), max(x));
      System.out.printf("mean of (y - sin x)^2: %.4f%n", meanSquaredNoise(x, y));
    }
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double meanSquaredNoise(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.pow(y[i] - Math.sin(x[i]), 2);
    }
    return sum / x.length;
  }
}
