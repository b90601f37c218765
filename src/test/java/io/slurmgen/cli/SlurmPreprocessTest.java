package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derived samples, made by array tasks and by threads. */
@RequiresSlurm
class SlurmPreprocessTest {
  @TempDir Path temporary;

  /** 50 samples, of which 20 are in train: not those with the lowest indexes only. */
  private ClusterDirectory directory() throws IOException {
    ClusterDirectory directory = ClusterDirectory.in(temporary);
    directory.openGate();
    directory.done("generate", "gated", "-n", "50", "--njobs", "3", "--executor", "local");
    directory.done("move", "gated", "5", "test", "-y");
    directory.done("move", "gated", "20", "train", "-y");
    return directory;
  }

  private static UserDirectory.Result preprocess(
      ClusterDirectory directory, String executor, int samples, String... options) {
    String[] words = {
      "preprocess",
      "gated",
      "sum",
      "train",
      Integer.toString(samples),
      "--executor",
      executor,
      "--njobs",
      "2",
      "--time",
      "5",
      "--wait",
      "--poll",
      "1"
    };
    String[] all = Arrays.copyOf(words, words.length + options.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return directory.run(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slurm", "local"})
  void onlyMissingSamplesAreProcessedInTheOrderOfTheirSource(String executor) throws Exception {
    try (ClusterDirectory directory = directory()) {
      UserDirectory.Result first = preprocess(directory, executor, 12);
      assertEquals(ExitCode.DONE, first.exitCode(), first.err());
      assertEquals(12, directory.submission(2).samples());
      assertTrue(directory.done("list").contains("raw 25, test 5, train 20 (sum 12)"));

      assertEquals(ExitCode.USER_MISTAKE, preprocess(directory, executor, 30).exitCode());
      UserDirectory.Result more = preprocess(directory, executor, 30, "-y");
      assertEquals(ExitCode.DONE, more.exitCode(), more.err());
      assertEquals(18, directory.submission(3).samples());
      assertTrue(directory.done("list").contains("raw 15, test 5, train 30 (sum 30)"));
      assertSums(directory.path(), 30);

      String nothing = preprocess(directory, executor, 30).out();
      assertEquals(
          "the first 30 samples of train are preprocessed, counting those in flight: nothing to"
              + " do\n",
          nothing);
      assertEquals(
          ExitCode.NOT_ENOUGH_SAMPLES, preprocess(directory, executor, 46, "-y").exitCode());
      assertTrue(directory.done("list").contains("raw 15, test 5, train 30 (sum 30)"));
    }
  }

  private static void assertSums(Path path, int samples) throws IOException {
    try (Cache cache = Cache.open(path)) {
      Group train = cache.dataset("gated").paramSet(0).group("train");
      double[] expected =
          train.get(samples).stream(double.class, double[].class)
              .mapToDouble(sample -> sample.label()[0] + sample.label()[1])
              .toArray();
      double[] sums = train.preprocessed("sum").get(samples).labels().toDoubleArray();
      assertArrayEquals(expected, sums);
      double[] features = train.preprocessed("sum").get(samples).features().toDoubleArray();
      assertArrayEquals(train.get(samples).features().toDoubleArray(), features);
    }
  }

  @Test
  void firstRunOnSlurmNeedsATimeLimitAndMovesNothingWithoutOne() throws Exception {
    try (ClusterDirectory directory = directory()) {
      UserDirectory.Result refused =
          directory.run("preprocess", "gated", "sum", "train", "30", "-y", "--executor", "slurm");
      assertEquals(ExitCode.USER_MISTAKE, refused.exitCode());
      assertTrue(refused.err().contains("--time must be given for the first run"), refused.err());
      assertTrue(directory.done("list").contains("raw 25, test 5, train 20"));
    }
  }
}
