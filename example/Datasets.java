import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import io.slurmgen.dataset.Sample;
import java.util.random.RandomGenerator;

/** A noisy sine, to be learnt from samples of it. */
public class Datasets {
  public static class NoisySineParams {
    /** Leftmost allowed value for x. */
    public double left = -1;

    /** Rightmost allowed value for x. */
    public double right = 1;

    /** Standard deviation of the noise added to sin(x). */
    public double std_dev = 0.1;
  }

  @Generator(name = "noisy_sine", cacheEvery = 50, memPerCpu = "1GB", sbatchOptions = "--qos=test")
  public static Sample<Double, Double> noisySine(NoisySineParams params, RandomGenerator random) {
    double x = random.nextDouble(params.left, params.right);
    double y = Math.sin(x) + params.std_dev * random.nextGaussian();
    return new Sample<>(x, y);
  }

  @Preprocessor(dataset = "noisy_sine", name = "square_both")
  public static Sample<Double, Double> squareBoth(Sample<Double, Double> sample) {
    double x = sample.features();
    double y = sample.label();
    return new Sample<>(x * x, y * y);
  }
}
