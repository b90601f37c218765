package io.slurmgen.dataset.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.dataset.Neutral;
import io.slurmgen.dataset.params.CanonicalJson;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public, because Jackson and the constructor look at its nested classes as at a user's. */
@Tag("jdk")
public class ParameterClassTest {
  public static class Sine {
    public static int ignored = 5;
    public double left = -1;
    public double right = 1;
    public double std_dev = 0.1;
    double hidden = 3;
    private double secret = 4;

    public double getRange() {
      return right - left + hidden + secret;
    }

    public void setSpeed(double speed) {
      hidden = speed;
    }
  }

  public static class Nothing {}

  /** As {@link Sine} was when samples were made, and what has come since. */
  public static class Later {
    public double left = -1;
    public double right = 1;
    public double std_dev = 0.1;
    @Neutral public double offset = 0;
    @Neutral public List<Integer> harmonics = List.of(1);
  }

  public static class HiddenNeutral {
    @Neutral double offset = 0;
  }

  public enum Solver {
    FAST,
    EXACT {
      @Override
      public String toString() {
        return "very exact";
      }
    }
  }

  public record Point(double x, int y) {
    public double getNorm() {
      return Math.hypot(x, y);
    }

    public Point {
      if (y < 0) {
        throw new IllegalArgumentException("y must not be negative");
      }
    }
  }

  public static class Grid {
    public int nx = 10;
    public int ny = 20;
    public Point origin = new Point(0.5, 1);
  }

  public static class Everything {
    public boolean flag = true;
    public byte b = 1;
    public short s = 2;
    public int i = 3;
    public long l = 1L << 60;
    public float f = 0.1f;
    public double d = 2;
    public char c = 'c';
    public String text = "täxt";
    public Double optional;
    public Solver solver = Solver.FAST;
    public Grid grid = new Grid();
    public Point point = new Point(1, 2);
    public int[] sizes = {1, 2, 3};
    public double[][] matrix = {{1, 2.5}, {}};
    public List<String> names = List.of("b", "a");
    public List<Point> points = List.of(new Point(1, 1));
    public Map<String, Integer> counts = new HashMap<>(Map.of("z", 1, "a", 2));
    public Set<Solver> solvers = new HashSet<>(List.of(Solver.EXACT, Solver.FAST));
    public BigDecimal exact = new BigDecimal("0.100");
    public BigInteger huge = BigInteger.TWO.pow(100);
  }

  private static final String EVERYTHING =
      "{\"b\":1,\"c\":\"c\",\"counts\":{\"a\":2,\"z\":1},\"d\":2,\"exact\":0.1,\"f\":0.1,\"flag\":true,"
          + "\"grid\":{\"nx\":10,\"ny\":20,\"origin\":{\"x\":0.5,\"y\":1}},"
          + "\"huge\":1.267650600228229401496703205376e+30,\"i\":3,\"l\":1152921504606846976,"
          + "\"matrix\":[[1,2.5],[]],\"names\":[\"b\",\"a\"],\"optional\":null,"
          + "\"point\":{\"x\":1,\"y\":2},\"points\":[{\"x\":1,\"y\":1}],\"s\":2,\"sizes\":[1,2,3],"
          + "\"solver\":\"FAST\",\"solvers\":[\"EXACT\",\"FAST\"],\"text\":\"täxt\"}";

  private final ParameterClass sine = of(Sine.class);
  private final ParameterClass everything = of(Everything.class);

  private static ParameterClass of(Class<?> type) {
    return ParameterClass.of("noisy_sine", type, signature());
  }

  private static Signature signature() {
    return new Signature(Sine.class.getMethods()[0], "something else");
  }

  private static Parameters parameters(ParameterClass type, String text) {
    return type.parameters(ParameterText.parse(text));
  }

  private static String refusal(ParameterClass type, String text) {
    return assertThrows(UserError.class, () -> parameters(type, text)).getMessage();
  }

  @Test
  void defaultsAreWhatTheConstructorLeavesInPublicFields() {
    assertEquals("{\"left\":-1,\"right\":1,\"std_dev\":0.1}", parameters(sine, "{}").json());
    assertEquals(
        "323e16ab922bc1808ff30b009d26ab2b4f69e060b2c573065b61a02cd6672d59",
        parameters(sine, "{}").hash());
    assertEquals("{}", parameters(of(Nothing.class), "{}").json());
  }

  @Test
  void everyTypeHasACanonicalForm() {
    assertEquals(EVERYTHING, parameters(everything, "{}").json());
  }

  @Test
  void givenValuesReplaceDefaults() {
    assertEquals(
        "{\"left\":0,\"right\":1,\"std_dev\":0.5}",
        parameters(sine, "{'left': 0, 'std_dev': 0.5}").json());
  }

  @Test
  void defaultThatLooksLikeAnIntegerTakesAFraction() {
    Parameters half = parameters(sine, "{'left': 0.5}");
    assertEquals("{\"left\":0.5,\"right\":1,\"std_dev\":0.1}", half.json());
    assertEquals(0.5, ((Sine) sine.object(half)).left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"left\": -1, \"right\": 1, \"std_dev\": 0.1}",
        "{'std_dev': 0.1, 'right': 1.0, 'left': -1e0}",
        "{'std_dev': 1e-1}",
        "{'std_dev': 0.1000000000000000055511151231257827, 'right': 10E-1,}",
        "{}"
      })
  void spellingAndOrderDoNotMatter(String text) {
    assertEquals(parameters(sine, "{}"), parameters(sine, text));
  }

  @Test
  void otherValuesHaveOtherHashes() {
    Set<String> hashes = new TreeSet<>();
    for (String value : List.of("0.1", "0.10000000000000002", "0", "1", "-0.1", "1e-300")) {
      hashes.add(parameters(sine, "{'std_dev': " + value + "}").hash());
    }
    assertEquals(6, hashes.size());
    assertNotEquals(parameters(everything, "{'names': ['a', 'b']}"), parameters(everything, "{}"));
    assertNotEquals(parameters(everything, "{'text': '1'}"), parameters(everything, "{}"));
  }

  @Test
  void objectHoldsWhatWasGiven() {
    Everything made =
        (Everything)
            everything.object(
                parameters(
                    everything,
                    """
                    {'flag': False, 'b': -128, 's': -5, 'i': 1e3, 'l': -9223372036854775808, 'f': 0.3,
                     'd': 7, 'c': 'ü', 'text': '日本 "😀"', 'optional': 4, 'solver': 'EXACT',
                     'grid': {'nx': 5, 'origin': {'x': 7}}, 'point': {'y': 9}, 'sizes': [],
                     'matrix': [[0.5]], 'names': ['x'], 'points': [{'x': 1, 'y': 2}, {'x': 3, 'y': 4}],
                     'counts': {'m': 1}, 'solvers': [], 'exact': 0.12345678901234567890123,
                     'huge': 123456789012345678901234567890}
                    """));
    assertEquals(false, made.flag);
    assertEquals(-128, made.b);
    assertEquals(-5, made.s);
    assertEquals(1000, made.i);
    assertEquals(Long.MIN_VALUE, made.l);
    assertEquals(0.3f, made.f);
    assertEquals(7.0, made.d);
    assertEquals('ü', made.c);
    assertEquals("日本 \"😀\"", made.text);
    assertEquals(4.0, made.optional);
    assertEquals(Solver.EXACT, made.solver);
    assertEquals(5, made.grid.nx);
    assertEquals(20, made.grid.ny);
    assertEquals(new Point(7, 1), made.grid.origin);
    assertEquals(new Point(1, 9), made.point);
    assertEquals(0, made.sizes.length);
    assertArrayEquals(new double[][] {{0.5}}, made.matrix);
    assertEquals(List.of("x"), made.names);
    assertEquals(List.of(new Point(1, 2), new Point(3, 4)), made.points);
    assertEquals(Map.of("m", 1), made.counts);
    assertEquals(Set.of(), made.solvers);
    assertEquals(new BigDecimal("0.12345678901234567890123"), made.exact);
    assertEquals(new BigInteger("123456789012345678901234567890"), made.huge);
  }

  @Test
  void booleansStayBooleans() {
    assertEquals(
        parameters(everything, "{'flag': False}"), parameters(everything, "{\"flag\": false}"));
    assertEquals(parameters(everything, "{'flag': True}"), parameters(everything, "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'left': '1'}|left must be double, and \"1\" is not",
        "{'left': ''}|left must be double, and \"\" is not",
        "{'left': True}|left must be double, and true is not",
        "{'left': None}|left must not be null",
        "{'left': [1]}|left must be double, and [1] is not",
        "{'left': {}}|left must be double, and {} is not",
      })
  void wrongTypeIsRefusedWithAllParameters(String text, String problem) {
    assertEquals(
        "noisy_sine: parameter "
            + problem
            + " (the parameters are double left, double right, double std_dev)",
        refusal(sine, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'i': 0.5}|i must be int, and 0.5 is not",
        "{'i': '5'}|i must be int, and \"5\" is not",
        "{'i': False}|i must be int, and false is not",
        "{'l': 1.5}|l must be long, and 1.5 is not",
        "{'i': 3000000000}|i: Numeric value (3000000000) out of range of int",
        "{'l': 9223372036854775808}|l: Numeric value (9223372036854775808) out of range of long",
        "{'s': 40000}|s: Numeric value (40000) out of range of",
        "{'b': 200}|b must be byte, and 200 is not",
        "{'b': 0.5}|b must be byte, and 0.5 is not",
        "{'b': None}|b must not be null",
        "{'flag': 1}|flag must be boolean, and 1 is not",
        "{'flag': 'true'}|flag must be boolean, and \"true\" is not",
        "{'text': 5}|text must be String, and 5 is not",
        "{'text': 5.5}|text must be String, and 5.5 is not",
        "{'text': True}|text must be String, and true is not",
        "{'c': 'ab'}|c must be char, and \"ab\" is not",
        "{'optional': 'x'}|optional must be Double, and \"x\" is not",
        "{'solver': 'SLOW'}|solver must be FAST or EXACT, and \"SLOW\" is not",
        "{'solver': 0}|solver must be FAST or EXACT, and 0 is not",
        "{'solver': ''}|solver must be FAST or EXACT, and \"\" is not",
        "{'grid': 3}|grid must be Grid, and 3 is not",
        "{'grid': {'nz': 3}}|grid.nz is unknown; there is nx, ny, origin",
        "{'grid': {'nx': 'a'}}|grid.nx must be int, and \"a\" is not",
        "{'grid': {'origin': {'z': 1}}}|grid.origin.z is unknown; there is x, y",
        "{'point': {'y': -1}}|point: y must not be negative",
        "{'points': [{'x': 1}]}|points[0].y is missing",
        "{'points': [{'x': 1, 'y': 0.5}]}|points[0].y must be int, and 0.5 is not",
        "{'sizes': 1}|sizes must be int[], and 1 is not",
        "{'sizes': [1, 'x']}|sizes[1] must be int, and \"x\" is not",
        "{'matrix': [[1], [2, 'x']]}|matrix[1][1] must be double, and \"x\" is not",
        "{'sizes': [1, 2.5]}|sizes[1] must be int, and 2.5 is not",
        "{'sizes': [None]}|sizes[0] must not be null",
        "{'matrix': [1]}|matrix[0] must be double[], and 1 is not",
        "{'names': [1]}|names[0] must be String, and 1 is not",
        "{'counts': {'a': 'b'}}|counts.a must be Integer, and \"b\" is not",
        "{'counts': []}|counts must be object, and [] is not",
      })
  void valueOfAnotherKindIsNeverConverted(String text, String problem) {
    String message = refusal(everything, text);
    assertEquals(
        "noisy_sine: parameter " + problem,
        message.substring(0, Math.min(message.length(), 22 + problem.length())));
    assertEquals(1, message.lines().count());
  }

  @Test
  void unknownNameListsTheValidOnes() {
    assertEquals(
        "noisy_sine has no parameter \"lefft\"; its parameters are double left, double right,"
            + " double std_dev",
        refusal(sine, "{'lefft': 1}"));
    assertEquals(
        "noisy_sine has no parameter \"a\"; its parameters are none",
        refusal(of(Nothing.class), "{'a': 1}"));
    for (String notAParameter : List.of("hidden", "secret", "range", "speed", "ignored")) {
      refusal(sine, "{'" + notAParameter + "': 1}");
    }
  }

  public static class NotFinite {
    public double[] limits = {0, Double.POSITIVE_INFINITY};
  }

  @Test
  void defaultThatIsNotFiniteIsRefusedByName() {
    assertEquals(
        "parameter limits[1] is Infinity, but must be finite", refusal(of(NotFinite.class), "{}"));
  }

  @Test
  void finiteNumberTooLargeForAFloatIsRefused() {
    assertEquals(
        "parameter f is Infinity, but must be finite", refusal(everything, "{'f': 1e300}"));
  }

  @Test
  void objectsAndMapsAreParametersToo() {
    Sine object = new Sine();
    object.left = 0;
    Parameters expected = parameters(sine, "{'left': 0}");
    assertEquals(expected, sine.parametersOf(object));
    assertEquals(expected, sine.parametersOf(Map.of("left", 0)));
    assertEquals(expected, sine.parametersOf(Map.of("left", 0.0f)));
    assertEquals(parameters(everything, "{}"), everything.parametersOf(new Everything()));
    assertThrows(UserError.class, () -> sine.parametersOf(new Grid()));
    assertThrows(UserError.class, () -> sine.parametersOf("left"));
  }

  public record Settings(double speed, Grid grid) {
    public Settings() {
      this(3, new Grid());
    }
  }

  @Test
  void recordWithDefaultsServesAsParameterClass() {
    ParameterClass settings = of(Settings.class);
    Parameters given = parameters(settings, "{'grid': {'ny': 1}}");
    assertEquals(
        "{\"grid\":{\"nx\":10,\"ny\":1,\"origin\":{\"x\":0.5,\"y\":1}},\"speed\":3}", given.json());
    assertEquals(3.0, ((Settings) settings.object(given)).speed());
  }

  public static class Narrow extends Sine {
    public int width = 1;
  }

  @Test
  void inheritedFieldsAreParameters() {
    assertEquals(
        "{\"left\":-1,\"right\":2,\"std_dev\":0.1,\"width\":1}",
        parameters(of(Narrow.class), "{'right': 2}").json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'offset': 0}", "{'offset': 0.0, 'harmonics': [1]}"})
  void neutralParametersAtTheirDefaultsAreNoPartOfASet(String given) {
    Parameters before = parameters(sine, "{}");
    Parameters now = parameters(of(Later.class), given);
    assertEquals(before.json(), now.json());
    assertEquals(before.hash(), now.hash());
    Later object = (Later) of(Later.class).object(before);
    assertEquals(-1, object.left);
    assertEquals(0, object.offset);
    assertEquals(List.of(1), object.harmonics);
  }

  @Test
  void neutralParametersWithOtherValuesAreASetOfTheirOwn() {
    Parameters other = parameters(of(Later.class), "{'offset': 0.5, 'harmonics': [1]}");
    assertEquals("{\"left\":-1,\"offset\":0.5,\"right\":1,\"std_dev\":0.1}", other.json());
    Later object = (Later) of(Later.class).object(other);
    assertEquals(0.5, object.offset);
    assertEquals(List.of(1), object.harmonics);
    assertEquals(
        "{\"harmonics\":[1,3],\"left\":0,\"right\":1,\"std_dev\":0.1}",
        parameters(of(Later.class), "{'left': 0, 'harmonics': [1, 3]}").json());
  }

  @Test
  void parametersOfAnEarlierClassAreRefusedForTheNewOne() {
    Parameters earlier = Parameters.ofCanonical("{\"left\":-1,\"right\":1}");
    String message = assertThrows(UserError.class, () -> sine.object(earlier)).getMessage();
    assertEquals(
        "noisy_sine: Sine has changed since these parameters were made: they were"
            + " {\"left\":-1,\"right\":1} and now are {\"left\":-1,\"right\":1,\"std_dev\":0.1}",
        message);
    Parameters removed = Parameters.ofCanonical("{\"amplitude\":1,\"left\":-1}");
    assertThrows(UserError.class, () -> sine.object(removed));
  }

  @Test
  void givenTreeIsNotChanged() {
    ObjectNode given = ParameterText.parse("{'grid': {'nx': 1}}");
    String before = given.toString();
    everything.parameters(given);
    assertEquals(before, given.toString());
  }

  @Test
  void parametersBelongToTheirHash() {
    Parameters parameters = parameters(sine, "{}");
    assertEquals(parameters, new Parameters(parameters.json(), parameters.hash()));
    assertThrows(IllegalArgumentException.class, () -> new Parameters("{}", parameters.hash()));
    assertEquals(parameters.json(), CanonicalJson.write(parameters.tree()));
  }

  public static class Throwing {
    public Throwing() {
      throw new IllegalStateException("no licence");
    }
  }

  public static class Unwritable {
    public Hiding hiding = new Hiding();
  }

  public static class Hiding {
    private int secret = 5;

    public int getSecret() {
      return secret;
    }
  }

  @Test
  void constructorOrFieldThatCannotServeIsExplained() {
    String throwing = refusal(of(Throwing.class), "{}");
    assertEquals(
        "noisy_sine: the constructor of io.slurmgen.dataset.method.ParameterClassTest$Throwing"
            + " failed: java.lang.IllegalStateException: no licence",
        throwing);
    assertEquals(
        "noisy_sine: the parameters in io.slurmgen.dataset.method.ParameterClassTest$Unwritable"
            + " cannot be written as JSON",
        refusal(of(Unwritable.class), "{}").split(": No serializer")[0]);
  }

  public abstract static class Abstract {}

  public class Inner {}

  static class Hidden {}

  public static class NeedsArgument {
    public NeedsArgument(int argument) {}
  }

  public static class Constant {
    public final int steps = 5;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|int is no parameter class",
        "[I|int[] is no parameter class",
        "Abstract|Abstract is no parameter class",
        "Solver|its parameter class Solver has no public constructor without arguments",
        "Inner|its parameter class Inner is not static",
        "Hidden|its parameter class Hidden is not public",
        "NeedsArgument|its parameter class NeedsArgument has no public constructor without"
            + " arguments",
        "Point|its parameter class Point has no public constructor without arguments",
        "HiddenNeutral|offset in its parameter class HiddenNeutral is @Neutral and no public field",
        "Constant|parameter steps in its parameter class Constant is final",
      })
  void classThatCannotHoldParametersIsRefused(String name, String problem) throws Exception {
    Class<?> type =
        name.equals("int")
            ? int.class
            : Class.forName(name.startsWith("[") ? name : getClass().getName() + "$" + name);
    String message =
        assertThrows(UserError.class, () -> ParameterClass.of("d", type, signature())).getMessage();
    assertEquals(problem + "; expected: something else", message.split(": ", 2)[1]);
  }
}
