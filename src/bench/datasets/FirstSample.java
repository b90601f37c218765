import java.util.random.RandomGenerator;

/** The least that a process can do to draw a first sample: loads the dataset's class, draws it. */
public class FirstSample {

  /** Takes nothing. */
  public static void main(String[] args) {
    RandomGenerator random = RandomGenerator.getDefault();
    Datasets.stamped(1, new Datasets.NoParams(), random).iterator().next();
    System.out.println("hello, world");
  }
}
