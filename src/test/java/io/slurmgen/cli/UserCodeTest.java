package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command leaves behind where the user's code, or what is asked of it, is a mistake. */
@Tag("jdk")
class UserCodeTest {
  private static final String DATASETS =
      """
      import io.slurmgen.dataset.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.*;

      public class Datasets {
        public static class Params {
          public long exit_at = -1;
        }

        @Generator(cacheEvery = 10)
        public static Stream<Sample<Long, Double>> sine(
            long size, Params params, RandomGenerator random) {
          return LongStream.iterate(0, i -> i + 1).mapToObj(i -> sample(i, params));
        }

        private static Sample<Long, Double> sample(long i, Params params) {
          if (i == params.exit_at) {
            System.exit(7);
          }
          return new Sample<>(i, 0.5);
        }

        @Generator
        public static Stream<Sample<@Shape({2, 2}) float[], Double>> misshapen(
            long size, Params params, RandomGenerator random) {
          return Stream.empty();
        }
      }
      """;

  @TempDir private Path directory;
  private UserDirectory user;

  @BeforeEach
  void writeDatasets() throws IOException {
    Files.writeString(directory.resolve("Datasets.java"), DATASETS);
    user = new UserDirectory(directory);
  }

  private UserDirectory.Result generate(String options) {
    return user.run(("generate --executor local " + options).split(" "));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch -n 5, 2",
    "misshapen -n 5, 2",
    "sine -n 5 -p {'no':1}, 2",
    "sine -n 5 --dry-run, 0",
    "sine -n 0, 0"
  })
  void whatMakesNoSamplesLeavesNothingBehind(String options, int exitCode) throws IOException {
    assertEquals(exitCode, generate(options).exitCode().number());
    assertEquals(List.of("Datasets.java"), files());
  }

  @Test
  void wrongSignatureLeavesNothingBehind() throws IOException {
    Files.writeString(
        directory.resolve("Datasets.java"),
        DATASETS.replace("long size, Params", "int size, Params"));
    assertEquals(ExitCode.USER_MISTAKE, generate("sine -n 5").exitCode());
    assertEquals(List.of("Datasets.java"), files());
  }

  @Test
  void classesAreKeptOnceSamplesAreMade() throws IOException {
    assertEquals(ExitCode.DONE, generate("sine -n 5").exitCode());
    Path classes = directory.resolve(".slurm_cache/.classes");
    List<Path> first;
    try (Stream<Path> kept = Files.list(classes)) {
      first = kept.toList();
    }
    assertEquals(1, first.size(), first.toString());
    Object since = Files.getLastModifiedTime(first.get(0));
    assertEquals(ExitCode.DONE, generate("sine -n 5").exitCode());
    try (Stream<Path> kept = Files.list(classes)) {
      assertEquals(first, kept.toList());
    }
    assertEquals(since, Files.getLastModifiedTime(first.get(0)));
  }

  @Test
  void typeThatCannotBeStoredIsToldWithItsMethod() {
    String err = generate("misshapen -n 5").err();
    assertTrue(err.startsWith("slurm-gen: Datasets.misshapen, features: @Shape"), err);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 37})
  void codeThatEndsTheProcessIsAFailureThatKeepsWhatWasMade(int at) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Outcome outcome =
        Outcome.of(
            new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "io.slurmgen.cli.Main",
                "-C",
                directory.toString(),
                "generate",
                "sine",
                "-n",
                "100",
                "--njobs",
                "1",
                "--executor",
                "local",
                "-p",
                "{'exit_at': " + at + "}"));
    assertEquals(1, outcome.exitCode(), outcome.err());
    String told =
        "the code of the dataset ended the process by System.exit: %d of 100 samples made and kept;"
            .formatted(at);
    assertTrue(outcome.err().contains(told), outcome.err());
    String status = user.run("status", "1").out();
    assertTrue(status.contains(at + " of 100 samples, jobs 1 failed"), status);
    assertTrue(status.contains("retry 1 --all"), status);
  }
}
