package io.slurmgen.cli;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.sqlite.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plays what people do most, so that the JVM can note which classes that takes and keep them in an
 * archive from which later commands start faster. The launcher runs it for each build and JVM: once
 * with the folder for what it prepares and one for samples, and then with a command's name as well
 * for each that has an archive of its own.
 */
final class StartUpTraining {
  private static final String DATASETS =
      """
      import io.slurmgen.dataset.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.Stream;

      public class Datasets {
        public static class Params {
          public double scale = 1;
        }

        @Generator
        public static Sample<Double, Double> training(Params params, RandomGenerator random) {
          return new Sample<>(random.nextDouble(), params.scale);
        }

        @Generator
        public static Stream<Sample<Double, Double>> streamed(
            long size, Params params, RandomGenerator random) {
          return Stream.generate(() -> training(params, random));
        }

        @Preprocessor(dataset = "training")
        public static Sample<Double, Double> doubled(Sample<Double, Double> sample) {
          return new Sample<>(2 * sample.features(), 2 * sample.label());
        }
      }
      """;

  private static final List<List<String>> ALL =
      List.of(
          List.of("--help"),
          generate("2"),
          List.of("list"),
          List.of("list", "training", "--json"),
          List.of("move", "training", "20", "train", "-y"),
          List.of("preprocess", "training", "doubled", "train", "10", "--executor", "local"),
          List.of("status"),
          List.of("list", "-v"));

  /** Once there are samples, and classes that were compiled before. */
  private static final Map<String, List<List<String>>> AGAIN =
      Map.of(
          "list",
          List.of(List.of("list"), List.of("list", "training", "--json")),
          "generate",
          List.of(
              generate("1"), // which makes a parameter set
              generate("2"),
              List.of("task", "1", "0", "--time", "1")));

  /**
   * The class where the launcher enters, which is loaded so and therefore in the archive as well.
   */
  private static final Class<?> ENTRY = Main.class;

  private StartUpTraining() {}

  private static List<String> generate(String scale) {
    String parameters = "{'scale': " + scale + "}";
    return List.of("generate", "training", "-n", "100", "-p", parameters, "--executor", "local");
  }

  /** Prepares a folder, or plays a command again; ends with an exception where it cannot. */
  public static void main(String[] arguments) throws IOException {
    Path prepared = Path.of(arguments[0]);
    Path user = Path.of(arguments[1]);
    System.setProperty(NativeLibrary.DIRECTORY_PROPERTY, prepared.toString());
    if (arguments.length > 2) {
      AGAIN.get(arguments[2]).forEach(command -> run(user, command));
      return;
    }
    NativeLibrary.unpack(prepared);
    Files.createDirectory(user);
    Files.writeString(user.resolve("Datasets.java"), DATASETS);
    ALL.forEach(command -> run(user, command));
    leaveClassesOfFirstSubmission(user);
  }

  /** Leaves the classes where a submission to Slurm does, so that its task can be run. */
  private static void leaveClassesOfFirstSubmission(Path user) throws IOException {
    CacheDirectory cache = new CacheDirectory(user);
    try (CompiledDatasets compiled = CompiledDatasets.of(DatasetSource.of(user), cache.classes())) {
      compiled.classes().copyTo(cache.submissionClasses(1));
    }
  }

  private static void run(Path user, List<String> command) {
    Terminal terminal = Terminal.ofProcess();
    List<String> words = Stream.concat(Stream.of("-C", user.toString()), command.stream()).toList();
    if (terminal.close(new CommandLine(terminal).run(words)) != ExitCode.DONE) {
      throw new IllegalStateException("failed: " + ENTRY.getName() + " " + words);
    }
  }
}
