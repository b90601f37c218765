package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.Seeds;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generating on this machine: which samples come out, whatever happens on the way. */
@Tag("jdk")
class LocalGenerateTest {
  @TempDir private Path temp;

  private UserDirectory example(String name) throws IOException {
    return UserDirectory.ofExample(Files.createDirectory(temp.resolve(name)));
  }

  private static double[] samples(UserDirectory user, String group) {
    try (Cache cache = Cache.open(user.path())) {
      Group chosen = cache.dataset("noisy_sine").paramSet(0).group(group);
      return DoubleStream.concat(
              Arrays.stream(chosen.get().features().toDoubleArray()),
              Arrays.stream(chosen.get().labels().toDoubleArray()))
          .toArray();
    }
  }

  @Test
  void numberOfJobsAndRequestsDoesNotMatter() throws Exception {
    UserDirectory one = example("one");
    one.must(generate("1003", "--njobs", "1", "--seed", "5"));
    UserDirectory seven = example("seven");
    seven.must(generate("600", "--njobs", "7", "--workers", "3", "--seed", "5"));
    seven.must(generate("403", "--njobs", "2"));
    assertEquals(2006, samples(one, "raw").length);
    assertTrue(Arrays.equals(samples(one, "raw"), samples(seven, "raw")));
  }

  private static String[] generate(String samples, String... options) {
    String[] words =
        Arrays.copyOf(
            new String[] {"generate", "noisy_sine", "-n", samples, "--executor", "local"},
            6 + options.length);
    System.arraycopy(options, 0, words, 6, options.length);
    return words;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1, 8", "49, 2", "50, 1", "51, 1", "101, 2", "5, 40"})
  void exactlyTheSamplesAskedForAreMade(int samples, int jobs) throws Exception {
    UserDirectory user = example("user");
    user.must(generate("" + samples, "--njobs", "" + jobs));
    try (Cache cache = Cache.open(user.path())) {
      assertEquals(samples > 0, cache.iterator().hasNext());
    }
    if (samples > 0) {
      assertEquals(2 * samples, samples(user, "raw").length);
    }
  }

  @Test
  void untilAddsOnlyWhatIsMissing() throws Exception {
    UserDirectory user = example("user");
    user.must(generate("100"));
    String[] until = {"generate", "noisy_sine", "--until", "130", "--executor", "local"};
    user.must(until);
    assertEquals(260, samples(user, "raw").length);
    assertTrue(user.run(until).out().endsWith("nothing to do\n"));
    String[] less = {"generate", "noisy_sine", "--until", "0", "--executor", "local"};
    assertEquals(
        "noisy_sine 0 has 130 raw samples, counting those in flight: nothing to do\n",
        user.run(less).out());
    assertEquals(260, samples(user, "raw").length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-n 10", "-n 10 --dry-run", "-n 0", "--until 50 --dry-run"})
  void otherSeedIsRefusedBeforeAnythingIsDone(String options) throws Exception {
    UserDirectory user = example("user");
    user.must(generate("20", "--seed", "5"));
    String[] words = ("generate noisy_sine --executor local --seed 6 " + options).split(" ");
    UserDirectory.Result result = user.run(words);
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.out());
    assertTrue(result.err().contains("has the seed 5, not 6"), result.err());
  }

  @Test
  void everySampleIsInOneGroupAfterAnySequenceOfGenerateAndMove() throws Exception {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    UserDirectory user = example("user");
    user.must(generate("1", "--seed", "9"));
    long total = 1;
    long[] moved = new long[2];
    for (int step = 0; step < 12; step++) {
      if (random.nextBoolean()) {
        int more = 1 + random.nextInt(170);
        user.must(generate("" + more, "--njobs", "" + (1 + random.nextInt(4))));
        total += more;
      } else if (total > moved[0] + moved[1]) {
        int group = random.nextInt(2);
        long some = 1 + random.nextInt((int) (total - moved[0] - moved[1]));
        user.must("move", "noisy_sine", "" + some, "group" + group, "-y");
        moved[group] += some;
      }
    }
    double[] all = new double[0];
    for (String group : List.of("raw", "group0", "group1")) {
      double[] values = samples(user, group);
      long expected =
          group.equals("raw") ? total - moved[0] - moved[1] : moved[group.charAt(5) - '0'];
      assertEquals(2 * expected, values.length, group);
      all = DoubleStream.concat(Arrays.stream(all), Arrays.stream(values)).sorted().toArray();
    }
    UserDirectory whole = example("whole");
    whole.must(generate("" + total, "--njobs", "1", "--seed", "9"));
    assertTrue(Arrays.equals(Arrays.stream(samples(whole, "raw")).sorted().toArray(), all));
  }

  @ParameterizedTest
  @CsvSource({"TERM, true", "INT, false", "KILL, false"})
  void stoppedRunIsContinuedWithTheSamplesOfAnUndisturbedOne(String signal, boolean retry)
      throws Exception {
    Path gate = temp.resolve("gate");
    String params = "{'wait_at': 37, 'gate': '" + gate + "'}";
    UserDirectory stopped = gated("stopped");
    Process process = start(stopped.path(), "--seed", "3", "-p", params);
    Await.until("samples are recorded", () -> recorded(stopped.path()) == 30);
    Await.until("it waits at the gate", () -> ClusterDirectory.waitedAt(gate) == 1);
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    assertTrue(process.waitFor(3, TimeUnit.MINUTES));
    Files.createFile(gate);
    long kept = StoredRun.read(stopped.path(), 0).samples();
    assertTrue(signal.equals("KILL") ? kept == 30 : kept == 37, signal + " keeps " + kept);
    if (retry) {
      stopped.must("retry", "1");
    } else {
      stopped.must("generate", "gated", "--until", "100", "-p", params, "--executor", "local");
    }
    UserDirectory whole = gated("whole");
    whole.must(
        "generate", "gated", "-n", "100", "--seed", "3", "-p", params, "--executor", "local");
    assertEquals(100, StoredRun.read(stopped.path(), 0).samples());
    assertEquals(StoredRun.read(whole.path(), 0), StoredRun.read(stopped.path(), 0));
  }

  @Test
  void userCodeRunsWithItsOwnContextClassLoader() throws IOException {
    Files.writeString(
        temp.resolve("Datasets.java"),
        """
        import io.slurmgen.dataset.*;
        import java.util.random.RandomGenerator;
        import java.util.stream.Stream;

        public class Datasets {
          public static class P {}

          private static void check() {
            if (Thread.currentThread().getContextClassLoader() != Datasets.class.getClassLoader()) {
              throw new IllegalStateException("a context class loader that does not know Datasets");
            }
          }

          @Generator
          public static Stream<Sample<Double, Double>> d(long size, P p, RandomGenerator random) {
            check();
            return Stream.generate(() -> { check(); return new Sample<>(1.0, 2.0); })
                .onClose(Datasets::check);
          }

          @Preprocessor(dataset = "d")
          public static Sample<Double, Double> same(Sample<Double, Double> sample) {
            check();
            return sample;
          }
        }
        """);
    UserDirectory user = new UserDirectory(temp);
    user.must("generate", "d", "-n", "10", "--executor", "local");
    user.must("preprocess", "d", "same", "train", "10", "-y", "--executor", "local");
  }

  @Test
  void timeLimitIsKeptToTheSecondAndKeepsWhatWasMade() throws Exception {
    UserDirectory user = gated("user");
    String params = "{'wait_at': 37, 'gate': '" + temp.resolve("gate") + "'}";
    UserDirectory.Result result =
        user.run(
            "generate",
            "gated",
            "-n",
            "100",
            "--njobs",
            "1",
            "-p",
            params,
            "-t",
            "0:03",
            "--executor",
            "local");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().contains("the time limit of 3.00 s is reached"), result.err());
    String kept = StoredRun.read(user.path(), 0).samples() + " of 100 samples in ";
    assertTrue(result.out().startsWith(kept), kept + result.out());
  }

  private UserDirectory gated(String name) throws IOException {
    Path directory = Files.createDirectory(temp.resolve(name));
    try (var source = LocalGenerateTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    return new UserDirectory(directory);
  }

  private static Process start(Path directory, String... options) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // A shell starts background processes with SIGINT ignored, and so does whoever runs this test.
    String[] command = {
      "env",
      "--default-signal=INT",
      java,
      "-cp",
      System.getProperty("java.class.path"),
      "io.slurmgen.cli.Main",
      "-C",
      directory.toString(),
      "generate",
      "gated",
      "-n",
      "100",
      "--njobs",
      "1",
      "--executor",
      "local"
    };
    String[] words = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, words, command.length, options.length);
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  private static long recorded(Path directory) {
    try (Cache cache = Cache.open(directory)) {
      return cache.iterator().hasNext() ? cache.dataset("gated").paramSet(0).raw().size() : 0;
    }
  }
}
