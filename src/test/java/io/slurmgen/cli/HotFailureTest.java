package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An exception that HotSpot itself raises, at a place that has raised hundreds of thousands and is
 * compiled: by default such exceptions have neither message nor stack trace.
 */
@Tag("jdk")
class HotFailureTest {
  private static final String DATASETS =
      """
      import io.slurmgen.dataset.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.Stream;

      public class Datasets {
        public static class Params {}

        @Generator(cacheEvery = 10)
        public static Stream<Sample<Integer, Double>> hot(
            long size, Params params, RandomGenerator random) {
          return Stream.generate(() -> new Sample<>(caught(200_000), last(new double[3], 3)));
        }

        private static int caught(int times) {
          double[] values = new double[3];
          int caught = 0;
          for (int i = 0; i < times; i++) {
            try {
              last(values, 3);
            } catch (ArrayIndexOutOfBoundsException e) {
              caught++;
            }
          }
          return caught;
        }

        private static double last(double[] values, int length) {
          return values[length];
        }
      }
      """;

  private static final String REASON =
      "Datasets.hot (Datasets.java:28) failed: java.lang.ArrayIndexOutOfBoundsException:"
          + " Index 3 out of bounds for length 3";

  @TempDir private Path temp;
  private Path directory;

  @BeforeEach
  void writeDatasets() throws IOException {
    directory = Files.createDirectory(temp.resolve("user"));
    Files.writeString(directory.resolve("Datasets.java"), DATASETS);
  }

  @Test
  void launcherShowsMessageAndLine() throws Exception {
    Checkout checkout = Checkout.built(temp.resolve("checkout"));
    List<String> words = List.of("generate", "hot", "-n", "1", "--executor", "local", "-y");
    ProcessBuilder process = checkout.process("-C", directory.toString());
    process.command().addAll(words);
    Outcome outcome = Outcome.of(process);
    assertEquals(1, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(REASON), outcome.err());
  }

  @Test
  @RequiresSlurm
  void taskOnSlurmShowsMessageAndLine() throws Exception {
    try (ClusterDirectory cluster = ClusterDirectory.of(directory, temp.resolve("gate"))) {
      UserDirectory.Result result =
          cluster.run(
              ("generate hot -n 1 --executor slurm --time 5 --sbatch --mem-per-cpu=300M"
                      + " --wait --poll 1")
                  .split(" "));
      assertEquals(ExitCode.FAILED, result.exitCode(), result.out() + result.err());
      assertTrue(cluster.log(1, 0).contains(REASON), cluster.log(1, 0));
    }
  }
}
