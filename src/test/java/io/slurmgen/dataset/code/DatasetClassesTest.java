package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Shape;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class DatasetClassesTest {
  private static final String EXPECTED =
      "; expected: public static Sample<X, Y> f(Params params, RandomGenerator random), perhaps"
          + " with a last argument long index, or public static Stream<Sample<X, Y>> f(long size,"
          + " Params params, RandomGenerator random), or Iterator or Iterable";

  @TempDir Path root;
  private UserFolder user;

  @BeforeEach
  void makeFolder() {
    user = new UserFolder(root);
  }

  @Test
  void annotationsAreReadWithTheirDefaults() throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE
            + "{ return null; }\n"
            + """
            @Generator(name = "a-b.c_1", cacheEvery = 7, memPerCpu = "2GB", sbatchOptions = "--qos=x",
                setup = {"module load java/17", "ulimit -c 0"})
            public static Iterator<Sample<int[], String>> other(long n, P p, RandomGenerator r) {
              return null;
            }
            @Preprocessor(dataset = "sine")
            public static Sample<Double, float[]> wave(Sample<Double, Double> s) { return null; }
            @Preprocessor(dataset = "sine", name = "other", cacheEvery = 3, memPerCpu = "1G",
                sbatchOptions = "-p x", setup = "x")
            public static Sample<String, Double> text(Sample<Double, Double> s) { return null; }
            """);
    try (DatasetClasses classes = user.compile()) {
      assertEquals(
          List.of("a-b.c_1", "sine"),
          classes.generators().stream().map(GeneratorMethod::name).toList());
      GeneratorMethod sine = classes.generator("sine");
      assertEquals(100, sine.settings().cacheEvery());
      assertEquals("", sine.settings().memPerCpu());
      assertEquals("", sine.settings().sbatchOptions());
      assertEquals(List.of(), sine.settings().setup());
      GeneratorMethod other = classes.generator("a-b.c_1");
      assertEquals(7, other.settings().cacheEvery());
      assertEquals("2GB", other.settings().memPerCpu());
      assertEquals("--qos=x", other.settings().sbatchOptions());
      assertEquals(List.of("module load java/17", "ulimit -c 0"), other.settings().setup());
      assertEquals(int[].class, other.featuresType().getType());
      assertEquals(String.class, other.labelType().getType());
      assertEquals(
          List.of("other", "wave"),
          classes.preprocessors().stream().map(PreprocessorMethod::name).toList());
      PreprocessorMethod text = classes.preprocessor("sine", "other");
      assertEquals("sine", text.dataset());
      assertEquals(3, text.settings().cacheEvery());
      assertEquals("1G", text.settings().memPerCpu());
      assertEquals("-p x", text.settings().sbatchOptions());
      assertEquals(List.of("x"), text.settings().setup());
      PreprocessorMethod wave = classes.preprocessor("sine", "wave");
      assertEquals(100, wave.settings().cacheEvery());
      assertEquals(Double.class, wave.sourceFeaturesType().getType());
      assertEquals(Double.class, wave.sourceLabelType().getType());
      assertEquals(Double.class, wave.resultFeaturesType().getType());
      assertEquals(float[].class, wave.resultLabelType().getType());
    }
  }

  @Test
  void shapesOfTypesArriveWithThem() throws Exception {
    user.members(
        UserFolder.P
            + """
            @Generator
            public static Stream<Sample<@Shape({2, 3}) float[][], int @Shape(4) []>> f(
                long n, P p, RandomGenerator r) { return null; }
            """);
    try (DatasetClasses classes = user.compile()) {
      AnnotatedType features = classes.generator("f").featuresType();
      while (features instanceof AnnotatedArrayType array) {
        features = array.getAnnotatedGenericComponentType();
      }
      int[] lengths = features.getAnnotation(Shape.class).value();
      assertEquals(List.of(2, 3), List.of(lengths[0], lengths[1]));
      int[] onArray = classes.generator("f").labelType().getAnnotation(Shape.class).value();
      assertEquals(4, onArray[0]);
    }
  }

  @Test
  void nestedPublicClassesMayHoldDatasets() throws Exception {
    user.members(
        UserFolder.P + "public static class Waves {" + UserFolder.SINE + "{ return null; } }");
    try (DatasetClasses classes = user.compile()) {
      assertEquals("sine", classes.generator("sine").name());
    }
  }

  @Test
  void unknownNamesListTheValidOnes() throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE
            + "{ return null; }\n"
            + UserFolder.SINE.replace("sine(", "cosine(")
            + """
            { return null; }
            @Preprocessor(dataset = "sine")
            public static Sample<Double, float[]> wave(Sample<Double, Double> s) { return null; }
            """);
    try (DatasetClasses classes = user.compile()) {
      assertEquals(
          "there is no dataset \"sin\" in Datasets.java; there is cosine, sine",
          refusal(() -> classes.generator("sin")));
      assertEquals(
          "sine has no preprocessor \"x\"; there is wave",
          refusal(() -> classes.preprocessor("sine", "x")));
      assertEquals(
          "cosine has no preprocessor \"wave\"; there is none",
          refusal(() -> classes.preprocessor("cosine", "wave")));
      assertEquals(
          "there is no dataset \"sin\" in Datasets.java; there is cosine, sine",
          refusal(() -> classes.preprocessor("sin", "wave")));
    }
  }

  @Test
  void fileWithoutDatasetsSaysSoWhenAsked() throws Exception {
    user.members("");
    try (DatasetClasses classes = user.compile()) {
      assertEquals(
          "there is no dataset \"sine\" in Datasets.java; there is none",
          refusal(() -> classes.generator("sine")));
    }
  }

  private static String refusal(Runnable action) {
    return assertThrows(UserError.class, action::run).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "static Stream<Sample<Double, Double>> f(long n, P p, RandomGenerator r)"
            + "|it is not public and static",
        "public Stream<Sample<Double, Double>> f(long n, P p, RandomGenerator r)"
            + "|it is not public and static",
        "public static Stream<Sample<Double, Double>> f()|it has 0 arguments and not 3",
        "public static Stream<Sample<Double, Double>> f(P p, RandomGenerator r)"
            + "|it has 2 arguments and not 3",
        "public static Stream<Sample<Double, Double>> f(int n, P p, RandomGenerator r)"
            + "|its first argument is int, not long",
        "public static Stream<Sample<Double, Double>> f(Long n, P p, RandomGenerator r)"
            + "|its first argument is java.lang.Long, not long",
        "public static Stream<Sample<Double, Double>> f(long n, P p, Random r)"
            + "|its third argument is java.util.Random, not java.util.random.RandomGenerator",
        "public static Stream<Sample<Double, Double>> f(long n, double p, RandomGenerator r)"
            + "|double is no parameter class",
        "public static Stream<Sample<Double, Double>> f(long n, Hidden p, RandomGenerator r)"
            + "|its parameter class Hidden is not public",
        "public static Stream<Sample<Double, Double>> f(long n, Inner p, RandomGenerator r)"
            + "|its parameter class Inner is not static",
        "public static Stream<Sample<Double, Double>> f(long n, NoDefault p, RandomGenerator r)"
            + "|its parameter class NoDefault has no public constructor without arguments",
        "public static Sample<Double, Double> f(P p, long i, RandomGenerator r)"
            + "|its second argument is long, not java.util.random.RandomGenerator",
        "public static Sample<Double, Double> f(P p, RandomGenerator r, int i)"
            + "|its third argument is int, not long",
        "public static Sample<Double, Double> f(RandomGenerator r)|it has 1 arguments and not 2",
        "public static Sample<Double, Double> f(P p, RandomGenerator r, long i, long n)"
            + "|it has 4 arguments and not 3",
        "public static Sample<Double, ?> f(P p, RandomGenerator r)|it returns Sample<Double, ?>",
        "public static List<Sample<Double, Double>> f(long n, P p, RandomGenerator r)"
            + "|it returns List<Sample<Double, Double>>",
        "public static Stream<Double> f(long n, P p, RandomGenerator r)|it returns Stream<Double>",
        "public static Stream f(long n, P p, RandomGenerator r)|it returns Stream",
        "public static Stream<Sample> f(long n, P p, RandomGenerator r)|it returns Stream<Sample>",
        "public static Stream<? extends Sample<Double, Double>> f(long n, P p, RandomGenerator r)"
            + "|it returns Stream<? extends Sample<Double, Double>>",
        "public static Stream<Sample<?, Double>> f(long n, P p, RandomGenerator r)"
            + "|it returns Stream<Sample<?, Double>>",
        "public static <T> Stream<Sample<T, T>> f(long n, P p, RandomGenerator r)"
            + "|it has type parameters of its own",
      })
  void wrongGeneratorIsRefusedByNameWithWhatIsExpected(String declaration, String problem)
      throws Exception {
    user.members(
        UserFolder.P
            + """
            static class Hidden {}
            public class Inner {}
            public static class NoDefault { public NoDefault(int i) {} }
            """
            + "@Generator "
            + declaration
            + " { return null; }");
    assertEquals("Datasets.f: " + problem + EXPECTED, user.refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "static Sample<String, Double> g(Sample<Double, Double> s)|it is not public and static",
        "public static Sample<String, Double> g()|it has 0 arguments and not 1",
        "public static Sample<String, Double> g(Sample<Double, Float> s)"
            + "|it takes Sample<Double, Float>",
        "public static Sample<String, Double> g(Sample s)|it takes Sample",
        "public static Sample<String, Double> g(Double s)|it takes Double",
        "public static Sample<?, Double> g(Sample<Double, Double> s)|it returns Sample<?, Double>",
        "public static Sample g(Sample<Double, Double> s)|it returns Sample",
        "public static Stream<Double> g(Sample<Double, Double> s)|it returns Stream<Double>",
      })
  void wrongPreprocessorIsRefusedByNameWithWhatIsExpected(String declaration, String problem)
      throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE
            + "{ return null; }\n@Preprocessor(dataset = \"sine\") "
            + declaration
            + " { return null; }");
    assertEquals(
        "Datasets.g: "
            + problem
            + "; expected: public static Sample<A, B> g(Sample<Double, Double> sample)",
        user.refusal());
  }

  @Test
  void preprocessorOfAnUnknownDatasetIsRefused() throws Exception {
    String preprocessor =
        """
        @Preprocessor(dataset = "sin")
        public static Sample<Double, Double> g(Sample<Double, Double> s) { return s; }
        """;
    user.members(UserFolder.P + UserFolder.SINE + "{ return null; }\n" + preprocessor);
    assertEquals("Datasets.g: there is no dataset \"sin\"; there is sine", user.refusal());
    user.members(preprocessor);
    assertEquals("Datasets.g: there is no dataset \"sin\"; there is none", user.refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {".a", "-a", "a b", "a/b", "ä", "..", "a\\n", "\\\"", "a,b"})
  void nameThatCannotBeAFolderOrOptionIsRefused(String name) throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE.replace("@Generator", "@Generator(name = \"" + name + "\")")
            + "{ return null; }");
    String message = user.refusal();
    assertTrue(message.startsWith("Datasets.sine: \""), message);
    assertTrue(
        message.contains("cannot be a name; expected 1 to 64 of A-Z a-z 0-9 _ . -"), message);
  }

  @Test
  void nameMayHave64Characters() throws Exception {
    String generator = UserFolder.SINE + "{ return null; }";
    String longest = "x".repeat(64);
    user.members(UserFolder.P + generator.replace("sine(", longest + "("));
    try (DatasetClasses classes = user.compile()) {
      assertEquals(longest, classes.generator(longest).name());
    }
    user.members(UserFolder.P + generator.replace("sine(", longest + "x("));
    assertTrue(user.refusal().contains("cannot be a name"));
    user.members(UserFolder.P + generator.replace("sine(", "größe("));
    assertTrue(user.refusal().startsWith("Datasets.größe: \"größe\" cannot be a name"));
  }

  @Test
  void twoOfOneNameAreRefusedByBothNames() throws Exception {
    String generator = UserFolder.SINE + "{ return null; }\n";
    user.members(UserFolder.P + generator + "public static class More {" + generator + "}");
    assertEquals(
        "two datasets are called \"sine\": Datasets.More.sine and Datasets.sine;"
            + " give one of them another name",
        user.refusal());
    String preprocessor =
        "@Preprocessor(dataset = \"sine\", name = \"x\")"
            + " public static Sample<Double, Double> %s(Sample<Double, Double> s) { return s; }\n";
    user.members(
        UserFolder.P + generator + preprocessor.formatted("g") + preprocessor.formatted("h"));
    assertEquals(
        "two preprocessors of sine are called \"x\": Datasets.g and Datasets.h;"
            + " give one of them another name",
        user.refusal());
  }

  @Test
  void oneWrongMethodIsAnErrorForWhoAsksForItOnly() throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE
            + """
            { return null; }
            @Generator public static double wrong(P p) { return 0; }
            @Preprocessor(dataset = "wrong")
            public static Sample<Double, Double> f(Sample<Double, Double> s) { return s; }
            @Preprocessor(dataset = "sine") public static double g(double s) { return s; }
            @Preprocessor(dataset = "sine")
            public static Sample<Double, Double> h(Sample<Double, Double> s) { return s; }
            """);
    try (DatasetClasses classes = user.compile()) {
      assertEquals("sine", classes.generator("sine").name());
      assertEquals("h", classes.preprocessor("sine", "h").name());
      List<String> asked =
          List.of(
              refusal(() -> classes.generator("wrong")),
              refusal(() -> classes.preprocessor("sine", "g")));
      assertTrue(asked.get(0).startsWith("Datasets.wrong: it returns double"), asked.get(0));
      assertTrue(asked.get(1).startsWith("Datasets.g: it takes double"), asked.get(1));
      assertEquals(asked, classes.refusals());
      assertEquals(asked.get(0), refusal(() -> classes.preprocessor("wrong", "f")));
    }
  }

  @Test
  void chunksHoldAtLeastOneSample() throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE.replace("@Generator", "@Generator(cacheEvery = 0)")
            + "{ return null; }");
    assertTrue(
        user.refusal().startsWith("Datasets.sine: cacheEvery is 0, but at least 1 is needed"));
  }

  @Test
  void datasetInAHiddenClassIsRefusedRatherThanIgnored() throws Exception {
    user.members(UserFolder.P + "static class Waves {" + UserFolder.SINE + "{ return null; } }");
    assertTrue(user.refusal().startsWith("Datasets.Waves.sine: its class Waves is not public"));
    user.source(
        UserFolder.IMPORTS
            + "class Datasets {"
            + UserFolder.P
            + UserFolder.SINE
            + "{ return null; } }");
    assertTrue(user.refusal().startsWith("Datasets.sine: its class Datasets is not public"));
  }

  /** A link to itself: opening it fails, and so does looking whether it is there. */
  @Test
  void classFileThatCannotBeReadIsNamedWithItsFailure() throws Exception {
    user.source(
        UserFolder.IMPORTS
            + "public class Datasets {"
            + " static class Helper {} public static Helper help(Helper h) { return h; } }");
    try (DatasetClasses classes = user.compile()) {
      Path file = classes.directory().resolve("Datasets$Helper.class");
      Files.delete(file);
      Files.createSymbolicLink(file, file.getFileName());
      java.nio.file.FileSystemException failure =
          org.junit.jupiter.api.Assertions.assertThrows(
              java.nio.file.FileSystemException.class,
              () -> DatasetClasses.open(classes.directory()).close());
      assertEquals(file.toString(), failure.getFile());
      assertEquals("Too many levels of symbolic links", failure.getReason().split(" or ")[0]);
    }
  }

  @Test
  void missingLibraryIsNamed() throws Exception {
    user.jar("a.jar", "Helper", "public class Helper {}");
    user.members("public static Helper help(Helper helper) { return helper; }");
    try (DatasetClasses classes = user.compile()) {
      Files.delete(classes.directory().resolve("lib/a.jar"));
      assertEquals(
          "Datasets.java needs a class that is in no lib/*.jar: Helper",
          refusal(
              () -> {
                try {
                  DatasetClasses.open(classes.directory()).close();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
  }

  @Test
  void openingRunsNoUserCode() throws Exception {
    user.members(
        "static { if (true) throw new IllegalStateException(); }\n"
            + UserFolder.P
            + UserFolder.SINE
            + "{ return null; }");
    user.compile().close();
  }
}
