package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.GeneratorException;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.method.SampleSource;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.dataset.params.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class GeneratorMethodTest {
  private static final String STREAM =
      "return Stream.generate(() -> new Sample<>(r.nextDouble(), p.left));";
  private static final String ITERATOR =
      """
      return new Iterator<>() {
        public boolean hasNext() { return true; }
        public Sample<Double, Double> next() { return new Sample<>(r.nextDouble(), p.left); }
      };
      """;
  private static final String ITERABLE =
      "return () -> Stream.generate(() -> new Sample<>(r.nextDouble(), p.left)).iterator();";

  @TempDir Path root;
  private UserFolder user;

  @BeforeEach
  void makeFolder() {
    user = new UserFolder(root);
  }

  private UserFolder returning(String type, String body) throws Exception {
    return user.members(
        UserFolder.P + UserFolder.SINE.replace("Stream<", type + "<") + "{\n" + body + "\n}");
  }

  private static SampleSource samples(DatasetClasses classes, long size, SampleRandom random) {
    GeneratorMethod sine = classes.generator("sine");
    return sine.samples(size, sine.parameters(ParameterText.parse("{'left': 7}")), random);
  }

  private static List<Object> drawn(DatasetClasses classes, long from, long to) {
    SampleRandom random = new SampleRandom(5, Sha256.hexOf("x"));
    List<Object> drawn = new ArrayList<>();
    try (SampleSource samples = samples(classes, to - from, random)) {
      for (long index = from; index < to; index++) {
        random.startSample(index);
        drawn.add(samples.draw(index).orElseThrow());
      }
    }
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Stream", "Iterator", "Iterable"})
  void everyKindOfReturnGivesTheSameSamplesInAnySplit(String type) throws Exception {
    String body =
        switch (type) {
          case "Stream" -> STREAM;
          case "Iterator" -> ITERATOR;
          default -> ITERABLE;
        };
    try (DatasetClasses classes = returning(type, body).compile()) {
      List<Object> whole = drawn(classes, 0, 20);
      SampleRandom random = new SampleRandom(5, Sha256.hexOf("x"));
      for (int index = 0; index < 20; index++) {
        random.startSample(index);
        assertEquals(new Sample<>(random.nextDouble(), 7.0), whole.get(index));
      }
      assertEquals(whole.subList(13, 20), drawn(classes, 13, 20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", long index"})
  void oneSampleACallHasTheSameRandomNumbersAsInAStream(String argument) throws Exception {
    String value = argument.isEmpty() ? "p.left" : "p.left + 0 * index";
    user.members(
        UserFolder.P
            + """
            @Generator
            public static Sample<Double, Double> sine(P p, RandomGenerator r%s) {
              return new Sample<>(r.nextDouble(), %s);
            }
            """
                .formatted(argument, value));
    List<Object> one;
    try (DatasetClasses classes = user.compile()) {
      one = drawn(classes, 0, 20);
      assertEquals(one.subList(13, 20), drawn(classes, 13, 20));
    }
    try (DatasetClasses classes = returning("Stream", STREAM).compile()) {
      assertEquals(drawn(classes, 0, 20), one);
    }
  }

  @Test
  void oneSampleACallMayKnowItsIndex() throws Exception {
    user.members(
        UserFolder.P
            + """
            @Generator
            public static Sample<Long, Double> sine(P p, RandomGenerator r, long index) {
              return new Sample<>(index, p.left);
            }
            """);
    try (DatasetClasses classes = user.compile()) {
      assertEquals(
          List.of(new Sample<>(3_000_000_000L, 7.0), new Sample<>(3_000_000_001L, 7.0)),
          drawn(classes, 3_000_000_000L, 3_000_000_002L));
    }
  }

  @Test
  void failedCallIsShownAndTheNextOneGoesOn() throws Exception {
    user.members(
        UserFolder.P
            + """
            @Generator
            public static Sample<Double, Double> sine(P p, RandomGenerator r, long index) {
              if (index == 1) throw new ArithmeticException("diverged");
              return index == 2 ? null : new Sample<>(p.left, 0.0);
            }
            """);
    try (DatasetClasses classes = user.compile();
        SampleSource samples = samples(classes, 4, new SampleRandom(0, Sha256.hexOf("")))) {
      assertTrue(samples.draw(0).isPresent());
      assertEquals(
          "Datasets.sine (Datasets.java:10) failed: java.lang.ArithmeticException: diverged",
          assertThrows(GeneratorException.class, () -> samples.draw(1)).getMessage());
      assertEquals(
          "Datasets.sine gave null and not a sample",
          assertThrows(GeneratorException.class, () -> samples.draw(2)).getMessage());
      assertEquals(Optional.of(new Sample<>(7.0, 0.0)), samples.draw(3));
    }
  }

  @Test
  void streamMayMapAndFilter() throws Exception {
    user.sine(
        """
        return DoubleStream.generate(r::nextGaussian).filter(x -> x > 1).boxed()
            .map(x -> new Sample<>(x, r.nextDouble()));
        """);
    try (DatasetClasses classes = user.compile()) {
      List<Object> whole = drawn(classes, 0, 50);
      assertEquals(whole.subList(20, 50), drawn(classes, 20, 50));
    }
  }

  @Test
  void whatIsDrawnBeforeTheFirstSampleIsTheSameInEveryTask() throws Exception {
    user.sine(
        "double a = r.nextDouble();\n"
            + "return Stream.generate(() -> new Sample<>(a, r.nextDouble()));");
    try (DatasetClasses classes = user.compile()) {
      assertEquals(drawn(classes, 0, 10).subList(4, 10), drawn(classes, 4, 10));
    }
  }

  @Test
  void sizeIsPassedAndTheEndIsSeen() throws Exception {
    user.sine("return LongStream.range(0, size).mapToObj(i -> new Sample<>((double) i, 0.0));");
    try (DatasetClasses classes = user.compile();
        SampleSource samples = samples(classes, 2, new SampleRandom(0, Sha256.hexOf("")))) {
      assertEquals(Optional.of(new Sample<>(0.0, 0.0)), samples.draw(0));
      assertEquals(Optional.of(new Sample<>(1.0, 0.0)), samples.draw(1));
      assertEquals(Optional.empty(), samples.draw(2));
    }
    try (DatasetClasses classes = user.compile()) {
      SampleRandom random = new SampleRandom(0, Sha256.hexOf(""));
      assertThrows(IllegalArgumentException.class, () -> samples(classes, -1, random));
    }
  }

  @Test
  void streamAndIteratorAreClosed() throws Exception {
    user.sine(
        "return Stream.of(new Sample<>(1.0, 2.0)).onClose(() -> System.setProperty(\"closed\","
            + " \"1\"));");
    assertEquals("1", closedProperty());
    returning(
        "Iterator",
        """
        class Closeable implements Iterator<Sample<Double, Double>>, AutoCloseable {
          public boolean hasNext() { return false; }
          public Sample<Double, Double> next() { return null; }
          public void close() { System.setProperty("closed", "2"); }
        }
        return new Closeable();
        """);
    assertEquals("2", closedProperty());
  }

  private String closedProperty() throws Exception {
    System.clearProperty("closed");
    try (DatasetClasses classes = user.compile()) {
      SampleSource samples = samples(classes, 1, new SampleRandom(0, Sha256.hexOf("")));
      assertNull(System.getProperty("closed"));
      samples.close();
    }
    return System.getProperty("closed");
  }

  private GeneratorException failure(String body) throws Exception {
    user.sine(body);
    try (DatasetClasses classes = user.compile()) {
      return assertThrows(GeneratorException.class, () -> drawn(classes, 0, 3));
    }
  }

  @Test
  void exceptionOfTheMethodIsShownWithItsLine() throws Exception {
    GeneratorException e =
        failure(
            "if (size > 0)\n"
                + "  throw new IllegalStateException(\"no licence\\n"
                + "sorry\");\n"
                + "return null;");
    assertEquals(
        "Datasets.sine (Datasets.java:10) failed: java.lang.IllegalStateException: no licence",
        e.getMessage());
    assertInstanceOf(IllegalStateException.class, e.getCause());
  }

  @Test
  void exceptionOfASampleIsShownWithItsLine() throws Exception {
    GeneratorException e =
        failure(
            """
            return Stream.generate(() -> {
              List.of().get(5);
              return new Sample<>(1.0, 2.0);
            });
            """);
    assertTrue(e.getMessage().startsWith("Datasets.sine (Datasets.java:10) failed: java.lang."));
    assertInstanceOf(IndexOutOfBoundsException.class, e.getCause());
  }

  @Test
  void errorsOfUserCodeAreFailuresOfTheGeneratorToo() throws Exception {
    GeneratorException overflow =
        failure("class A { int f(int i) { return f(i + 1) + 1; } }\nnew A().f(0); return null;");
    assertInstanceOf(StackOverflowError.class, overflow.getCause());
    GeneratorException initializer =
        failure(
            "class A { static int i = Integer.parseInt(\"x\"); }\n"
                + "return Stream.of(new Sample<>(A.i + 0.5, 0.0));");
    assertInstanceOf(ExceptionInInitializerError.class, initializer.getCause());
  }

  @Test
  void classThatCannotBeInitialisedIsToldWithTheReasonEachTime() throws Exception {
    String reason = "java.lang.ArithmeticException: / by zero";
    user.members(
        UserFolder.P
            + "static class A { static int i = 1 / Integer.parseInt(\"0\"); }\n"
            + UserFolder.SINE
            + "{ return Stream.of(new Sample<>(A.i + 0.5, 0.0)); }");
    try (DatasetClasses classes = user.compile()) {
      GeneratorException first = assertThrows(GeneratorException.class, () -> drawn(classes, 0, 3));
      assertEquals(
          "Datasets.sine (Datasets.java:8) failed: java.lang.ExceptionInInitializerError: "
              + reason,
          first.getMessage());
      GeneratorException later = assertThrows(GeneratorException.class, () -> drawn(classes, 0, 3));
      assertTrue(later.getMessage().contains("NoClassDefFoundError"), later.getMessage());
      assertTrue(later.getMessage().contains(reason), later.getMessage());
    }
  }

  @Test
  void whatIsNoSampleIsRefused() throws Exception {
    assertEquals("Datasets.sine returned null", failure("return null;").getMessage());
    assertEquals(
        "Datasets.sine gave null and not a sample",
        failure("return Stream.generate(() -> null);").getMessage());
    assertEquals(
        "Datasets.sine gave text and not a sample",
        failure("return (Stream) Stream.of(\"text\");").getMessage());
    assertEquals(
        "Datasets.sine returned a parallel stream, whose samples would not be reproducible",
        failure("return Stream.generate(() -> new Sample<>(1.0, 2.0)).parallel();").getMessage());
  }

  @Test
  void parametersOfAnotherClassVersionAreRefused() throws Exception {
    user.sine(STREAM);
    try (DatasetClasses classes = user.compile()) {
      SampleRandom random = new SampleRandom(0, Sha256.hexOf(""));
      Parameters other = Parameters.ofCanonical("{\"right\":1}");
      String message =
          assertThrows(UserError.class, () -> classes.generator("sine").samples(1, other, random))
              .getMessage();
      assertTrue(message.startsWith("sine: parameter right is unknown; there is left"), message);
    }
  }

  @Test
  void objectOfTheUsersOwnCopyOfTheClassGivesParameters() throws Exception {
    user.sine(STREAM);
    try (DatasetClasses classes = user.compile();
        DatasetClasses again = user.compile()) {
      Class<?> type = Class.forName("Datasets$P", true, again.classLoader());
      Object object = type.getConstructor().newInstance();
      type.getField("left").set(object, 3);
      assertEquals("{\"left\":3}", classes.generator("sine").parametersOf(object).json());
    }
  }

  @Test
  void preprocessorFailuresAreShownLikeTheGenerators() throws Exception {
    user.members(
        UserFolder.P
            + UserFolder.SINE
            + "{ return null; }\n"
            + """
            @Preprocessor(dataset = "sine")
            public static Sample<Double, String> half(Sample<Double, Double> s) {
              if (s.label() < 0) return null;
              if (s.label() == 0) throw new ArithmeticException("zero");
              return new Sample<>(s.features() / 2, "" + s.label());
            }
            """);
    try (DatasetClasses classes = user.compile()) {
      PreprocessorMethod half = classes.preprocessor("sine", "half");
      assertEquals(new Sample<>(2.0, "3.0"), half.apply(new Sample<>(4.0, 3.0)));
      assertEquals(
          "Datasets.half (Datasets.java:12) failed: java.lang.ArithmeticException: zero",
          assertThrows(GeneratorException.class, () -> half.apply(new Sample<>(4.0, 0.0)))
              .getMessage());
      assertEquals(
          "Datasets.half gave null and not a sample",
          assertThrows(GeneratorException.class, () -> half.apply(new Sample<>(4.0, -1.0)))
              .getMessage());
    }
  }
}
