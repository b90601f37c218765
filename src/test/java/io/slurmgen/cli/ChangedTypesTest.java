package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code whose types are changed after samples were made with it. */
class ChangedTypesTest {
  private static final String SOURCE =
      """
      import io.slurmgen.dataset.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.Stream;

      public class Datasets {
        public enum Kind { SMALL, LARGE }
        public static class P { public int fail = 0; }

        @Generator
        public static Stream<Sample<Double, Kind>> kinds(long size, P p, RandomGenerator random) {
          return Stream.generate(() -> {
            if (p.fail > 0) { throw new IllegalStateException("as told"); }
            double x = random.nextDouble();
            return new Sample<>(x, Kind.values()[random.nextInt(Kind.values().length)]);
          });
        }

        @Preprocessor(dataset = "kinds")
        public static Sample<Double, Kind> twice(Sample<Double, Kind> sample) {
          return new Sample<>(2 * sample.features(), sample.label());
        }
      }
      """;

  @TempDir private Path directory;
  private UserDirectory user;

  @BeforeEach
  void generate() throws IOException {
    user = new UserDirectory(directory);
    write(SOURCE);
    user.must(generate("30"));
  }

  private void write(String source) throws IOException {
    Files.writeString(directory.resolve("Datasets.java"), source);
  }

  private static String[] generate(String samples, String... options) {
    List<String> words = List.of("generate", "kinds", "-n", samples, "--executor", "local");
    return Stream.concat(words.stream(), Stream.of(options)).toArray(String[]::new);
  }

  private static String[] preprocess(String samples) {
    return new String[] {
      "preprocess", "kinds", "twice", "train", samples, "-y", "--executor", "local"
    };
  }

  private static String floats(String source) {
    return source
        .replace("Sample<Double, Kind>>", "Sample<Float, Kind>>")
        .replace("Sample<Double, Kind> sample", "Sample<Float, Kind> sample")
        .replace("double x = random.nextDouble()", "float x = random.nextFloat()")
        .replace("2 * sample.features()", "2.0 * sample.features()");
  }

  private static void assertMistake(UserDirectory.Result result, String message) {
    assertEquals("slurm-gen: " + message + "\n", result.err());
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
  }

  private Group raw(Cache cache) {
    return cache.dataset("kinds").paramSet(0).raw();
  }

  @Test
  void constantsMayBeAdded() throws IOException {
    write(SOURCE.replace("SMALL, LARGE", "TINY, LARGE, SMALL"));
    user.must(generate("200"));
    try (Cache cache = Cache.open(directory)) {
      String[] labels = raw(cache).get().labels().toStringArray();
      assertEquals(230, labels.length);
      assertEquals("enum(SMALL, LARGE, TINY)", raw(cache).get().labels().type());
      assertTrue(List.of(labels).contains("TINY"));
    }
    user.must("export", "kinds", "raw", "-o", directory.resolve("all.arrow").toString());
    user.must(preprocess("230"));
  }

  @Test
  void otherTypesAreRefusedBeforeASubmissionIsMade() throws IOException {
    write(floats(SOURCE));
    String message =
        "the features of kinds 0 are stored as double, and Datasets.java now makes float: generate"
            + " with other parameters, or give the dataset another name";
    assertMistake(user.run(generate("10")), message);
    assertMistake(user.run(generate("10", "--dry-run")), message);
    assertTrue(user.run("status", "2").err().contains("there is no submission 2"));
    user.must(generate("10", "-p", "{'fail': -1}"));
  }

  @Test
  void preprocessorThatMakesOtherTypesIsRefused() throws IOException {
    user.must(preprocess("10"));
    write(
        SOURCE
            .replace("static Sample<Double, Kind> twice", "static Sample<String, Kind> twice")
            .replace("new Sample<>(2 *", "new Sample<>(\"\" + 2 *"));
    assertMistake(
        user.run(preprocess("20")),
        "the features of kinds 0 train (twice) are stored as double, and Datasets.java now makes"
            + " String: give the preprocessor another name");
    try (Cache cache = Cache.open(directory)) {
      assertEquals(20, raw(cache).size());
    }
  }

  @Test
  void retryWithCodeOfOtherTypesIsRefused() throws IOException {
    write(SOURCE.replace("if (p.fail > 0)", "if (size == 40)"));
    assertEquals(ExitCode.FAILED, user.run(generate("40", "--njobs", "1")).exitCode());
    write(floats(SOURCE));
    UserDirectory.Result result = user.run("retry", "2", "--all");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.err());
    assertTrue(result.err().contains("Datasets.java now makes float"), result.err());
  }

  @Test
  void lostSegmentsDoNotLetOtherTypesPass() throws IOException {
    for (Path segment : segments(directory)) {
      Files.delete(segment);
    }
    UserDirectory.Result result = user.run(generate("10"));
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().contains("no segment of kinds 0 can be opened"), result.err());
  }

  /** Code that makes no sample before the file "go" is there. */
  private String waiting(String source) {
    String wait =
        """
        try {
          java.nio.file.Path here = java.nio.file.Path.of("%s");
          java.nio.file.Files.writeString(here.resolve("begun"), "");
          while (!java.nio.file.Files.exists(here.resolve("go"))) { Thread.onSpinWait(); }
        } catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
        return Stream.generate\
        """
            .formatted(directory);
    return source.replace("return Stream.generate", wait);
  }

  private CompletableFuture<UserDirectory.Result> begin(String... words) {
    CompletableFuture<UserDirectory.Result> run =
        CompletableFuture.supplyAsync(() -> user.run(words));
    while (!Files.exists(directory.resolve("begun")) && !run.isDone()) {
      Thread.onSpinWait();
    }
    return run;
  }

  @Test
  void typesThatChangeWhileTheFirstSamplesAreMadeAreRefused() throws Exception {
    write(waiting(SOURCE));
    String[] options = {"--njobs", "1", "-p", "{'fail': -1}"};
    CompletableFuture<UserDirectory.Result> doubles = begin(generate("10", options));
    write(floats(SOURCE));
    user.must(generate("20", options));
    Files.writeString(directory.resolve("go"), "");
    UserDirectory.Result refused = doubles.get();
    assertEquals(ExitCode.FAILED, refused.exitCode(), refused.err());
    String message =
        "the features of kinds 1 are stored as float, and this job makes double: generate with"
            + " other parameters, or give the dataset another name";
    assertTrue(refused.err().contains(message), refused.err());
    assertTrue(user.run("status", "2").out().contains(message), user.run("status", "2").out());
    user.must("verify");
    try (Cache cache = Cache.open(directory)) {
      assertEquals(20, cache.dataset("kinds").paramSet(1).raw().get().size());
    }
    user.must("repair");
    user.must("gc");
    Files.delete(directory.resolve(".slurm_cache.sqlite"));
    user.must("repair", "--rebuild-catalog");
    try (Cache cache = Cache.open(directory)) {
      assertEquals(20, cache.dataset("kinds").paramSet(1).raw().get().size());
    }
  }

  private String seed() {
    try (Cache cache = Cache.open(directory)) {
      return Long.toString(cache.dataset("kinds").paramSet(0).seed());
    }
  }

  private static List<Path> segments(Path user) throws IOException {
    try (Stream<Path> files = Files.walk(user.resolve(".slurm_cache").resolve("kinds"))) {
      return files.filter(file -> file.toString().endsWith(".arrows")).sorted().toList();
    }
  }

  @Test
  void mixedTypesThatThereAreAreTold(@TempDir Path other) throws IOException {
    user.must(generate("10", "--njobs", "1"));
    Files.writeString(other.resolve("Datasets.java"), floats(SOURCE));
    new UserDirectory(other).must(generate("40", "--njobs", "1", "--seed", seed()));
    List<Path> segments = segments(directory);
    Files.copy(
        segments(other).get(0),
        segments.get(segments.size() - 1),
        StandardCopyOption.REPLACE_EXISTING);
    try (Cache cache = Cache.open(directory)) {
      UserError e = assertThrows(UserError.class, () -> raw(cache).get());
      assertTrue(e.getMessage().contains("the stored types differ"), e.getMessage());
      assertEquals(20, raw(cache).get(20).size());
    }
    UserDirectory.Result result =
        user.run("export", "kinds", "raw", "-o", directory.resolve("all.arrow").toString());
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.err());
  }
}
