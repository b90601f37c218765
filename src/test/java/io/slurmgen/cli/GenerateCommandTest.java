package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.StoredGroups;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
  @TempDir Path directory;

  private UserDirectory example(String name) throws IOException {
    return UserDirectory.ofExample(Files.createDirectory(directory.resolve(name)));
  }

  private static UserDirectory.Result generate(UserDirectory user, String options) {
    return user.run(("generate noisy_sine --executor local " + options).split(" "));
  }

  private static SortedMap<Long, Sample<Object, Object>> samples(UserDirectory user)
      throws IOException {
    return StoredGroups.all(user.path(), "noisy_sine", 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "7, 3", "49, 2", "51, 7", "130, 4", "3, 40"})
  void everyNumberOfSamplesIsSplitOverEveryNumberOfJobs(int count, int jobs) throws IOException {
    UserDirectory user = example("a");
    UserDirectory.Result result = generate(user, "-n " + count + " --njobs " + jobs);
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertEquals(count, samples(user).size());
    assertEquals(count - 1, samples(user).lastKey());
  }

  @Test
  void seedGivesTheSameSamplesWhateverTheNumberOfJobs() throws IOException {
    UserDirectory one = example("one");
    UserDirectory seven = example("seven");
    generate(one, "-n 1000 --seed 5 --njobs 1");
    generate(seven, "-n 300 --seed 5 --njobs 7");
    generate(seven, "--until 1000 --njobs 7 --workers 3");
    assertEquals(samples(one), samples(seven));
  }

  @Test
  void moveLeavesTheOthersRawAndNoSampleInBoth() throws IOException {
    UserDirectory user = example("a");
    generate(user, "-n 1000 --njobs 4");
    user.run("move", "noisy_sine", "720", "train", "-y");
    assertEquals(1000, samples(user).size());
    assertTrue(user.run("list", "--json").out().replace(" ", "").contains("\"raw\":280"));
  }

  @Test
  void neutralParameterThatIsAddedKeepsTheSetsThatAreThere() throws IOException {
    UserDirectory before = example("before");
    generate(before, "-n 40 --seed 5 --njobs 1");
    UserDirectory user = example("a");
    generate(user, "-n 20 --seed 5 --njobs 1");
    Path source = user.path().resolve("Datasets.java");
    Files.writeString(
        source,
        Files.readString(source)
            .replace("std_dev = 0.1;", "std_dev = 0.1; @Neutral public double offset = 0;")
            .replace("Math.sin(x)", "Math.sin(x) + params.offset")
            .replaceFirst("import ", "import io.slurmgen.dataset.Neutral;\nimport "));
    assertEquals(ExitCode.DONE, generate(user, "--until 40 --njobs 1").exitCode());
    assertEquals(samples(before), samples(user));
    UserDirectory.Result other = generate(user, "-n 5 --njobs 1 -p {'offset':1}");
    assertTrue(other.out().contains("noisy_sine 1 has 5 raw samples now"), other.out());
    assertEquals(ExitCode.DONE, user.run("verify").exitCode());
  }

  @Test
  void wrongMethodIsAWarningToOtherDatasets() throws IOException {
    UserDirectory user = example("a");
    Path source = user.path().resolve("Datasets.java");
    Files.writeString(
        source,
        Files.readString(source)
            .replaceFirst(
                "@Preprocessor", "@Generator public static int wrong() { return 0; }\n$0"));
    UserDirectory.Result result = generate(user, "-n 10 --njobs 1");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    String warning =
        "warning: Datasets.wrong: it returns int; expected: public static Sample<X, Y>";
    assertTrue(result.err().contains(warning), result.err());
    UserDirectory.Result asked = user.run("generate", "wrong", "-n", "1", "--executor", "local");
    assertEquals(ExitCode.USER_MISTAKE, asked.exitCode());
    assertTrue(asked.err().startsWith("slurm-gen: Datasets.wrong: it returns int"), asked.err());
  }

  @Test
  void noSamplesAreNothingToDo() throws IOException {
    UserDirectory user = example("a");
    assertEquals(ExitCode.DONE, generate(user, "-n 0").exitCode());
    assertFalse(Files.exists(user.path().resolve(".slurm_cache.sqlite")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-n -1",
        "-n 5 --until 6",
        "-n 5 --njobs 0",
        "-n 5 --max-parallel 0",
        "-n 5 --workers 0",
        "-n 5 --executor nobody",
        "-n 5 -p {'std':1}",
        "-n 5 -p {'std_dev':'a'}",
        "-n 5 --time never",
        "-n x",
        "-n 5 --frobnicate"
      })
  void mistakeIsOneLineAndChangesNothing(String options) throws IOException {
    UserDirectory user = example("a");
    UserDirectory.Result result = generate(user, options);
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
    assertFalse(Files.exists(user.path().resolve(".slurm_cache.sqlite")));
  }

  @Test
  void otherSeedIsAMistake() throws IOException {
    UserDirectory user = example("a");
    generate(user, "-n 10 --seed 5");
    assertEquals(ExitCode.USER_MISTAKE, generate(user, "-n 10 --seed 6").exitCode());
    assertEquals(10, samples(user).size());
  }
}
