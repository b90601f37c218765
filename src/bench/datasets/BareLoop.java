import io.slurmgen.dataset.Sample;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/** What a generator alone takes: draws so many samples of noisy_sine in one thread, keeps none. */
public class BareLoop {

  /** Takes the number of samples. */
  public static void main(String[] args) {
    long samples = Long.parseLong(args[0]);
    RandomGenerator random = RandomGenerator.getDefault();
    Iterator<Sample<Double, Double>> drawn =
        Datasets.noisySine(samples, new Datasets.NoisySineParams(), random).iterator();
    double sum = 0;
    for (long i = 0; i < samples; i++) {
      sum += drawn.next().label();
    }
    if (Double.isNaN(sum)) {
      throw new AssertionError("the labels cannot be used");
    }
  }
}
