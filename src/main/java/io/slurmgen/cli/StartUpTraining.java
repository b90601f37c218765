package io.slurmgen.cli;

import io.slurmgen.catalog.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays what people do most, so that the JVM can note which classes that takes and keep them in an
 * archive from which later commands start faster. The launcher runs it once for each build and JVM,
 * with the folder for what it prepares, and one for samples, which may serve to train more.
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
        public static Stream<Sample<Double, Double>> training(
            long size, Params params, RandomGenerator random) {
          return Stream.generate(() -> new Sample<>(random.nextDouble(), params.scale));
        }

        @Preprocessor(dataset = "training")
        public static Sample<Double, Double> doubled(Sample<Double, Double> sample) {
          return new Sample<>(2 * sample.features(), 2 * sample.label());
        }
      }
      """;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("generate", "training", "-n", "100", "-p", "{'scale': 2}", "--executor", "local"),
          List.of("list"),
          List.of("list", "training", "--json"),
          List.of("move", "training", "20", "train", "-y"),
          List.of("preprocess", "training", "doubled", "train", "10", "--executor", "local"),
          List.of("status"),
          List.of("list", "-v"));

  /** Where the launcher enters, which is loaded by that and so is in the archive as well. */
  private static final Class<?> ENTRY = Main.class;

  private StartUpTraining() {}

  /** Prepares a folder; ends with an exception where that is not possible. */
  public static void main(String[] arguments) throws IOException {
    Path prepared = Path.of(arguments[0]);
    NativeLibrary.unpack(prepared);
    System.setProperty(NativeLibrary.DIRECTORY_PROPERTY, prepared.toString());
    Path user = Files.createDirectory(Path.of(arguments[1]));
    Files.writeString(user.resolve("Datasets.java"), DATASETS);
    COMMANDS.forEach(command -> run(user, command));
  }

  private static void run(Path user, List<String> command) {
    Terminal terminal = Terminal.ofProcess();
    List<String> words = Stream.concat(Stream.of("-C", user.toString()), command.stream()).toList();
    if (terminal.close(new CommandLine(terminal).run(words)) != ExitCode.DONE) {
      throw new IllegalStateException("failed: " + ENTRY.getName() + " " + words);
    }
  }
}
