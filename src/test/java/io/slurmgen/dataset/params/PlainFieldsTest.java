package io.slurmgen.dataset.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.dataset.method.ParameterClass;
import io.slurmgen.dataset.method.Signature;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public, because Jackson looks at its nested classes as at a user's. */
@Tag("jdk")
public class PlainFieldsTest {
  public static class Plain {
    public static int ignored = 1;
    public double d = 0.5;
    public long l = 1L << 60;
    public int i = -3;
    public boolean b = true;
    public String s = "täxt";
    private double hidden = 4;

    public double getHidden() {
      return hidden;
    }
  }

  public static class Base {
    public double left = 1;
  }

  public static class Derived extends Base {}

  public static class Narrow {
    public float f = 1;
  }

  public static class Marked {
    @JsonIgnore public int left = 1;
  }

  public static class MarkedMethod {
    public int left = 1;

    @JsonProperty
    int right() {
      return left;
    }
  }

  public static class TwoConstructors {
    public int left = 1;

    public TwoConstructors() {}

    public TwoConstructors(int left) {
      this.left = left;
    }
  }

  public static class Passing {
    public transient int left = 1;
  }

  public record Point(int x) {}

  @JsonIgnoreProperties("left")
  public static class MarkedClass {
    public int left = 1;
  }

  public interface Named {}

  public static class WithInterface implements Named {
    public int left = 1;
  }

  public static class MarkedConstructor {
    public int left = 1;

    @JsonCreator
    public MarkedConstructor() {}
  }

  /** Like {@link Plain}, but for Jackson. */
  public static class SamePlain implements Named {
    public double d = 0.5;
    public long l = 1L << 60;
    public int i = -3;
    public boolean b = true;
    public String s = "täxt";
  }

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final ObjectMapper jackson = ParameterMapper.create();
  private final PlainFields plain = PlainFields.of(Plain.class).orElseThrow();

  /** Each is right for one field or another, or for none. */
  private final List<JsonNode> values =
      List.of(
          nodes.numberNode(0L),
          nodes.numberNode(-7L),
          nodes.numberNode(1L << 40),
          nodes.numberNode(BigInteger.TWO.pow(80)),
          nodes.numberNode(new BigDecimal("0.1")),
          nodes.numberNode(new BigDecimal("-1e300")),
          nodes.booleanNode(true),
          nodes.booleanNode(false),
          nodes.textNode(""),
          nodes.textNode("1"),
          nodes.textNode("true"),
          nodes.nullNode(),
          nodes.arrayNode(),
          nodes.objectNode());

  @Test
  void valuesOfAnObjectAreThoseThatJacksonSees() {
    Plain object = new Plain();
    assertEquals(
        CanonicalJson.write(jackson.valueToTree(object)), CanonicalJson.write(plain.tree(object)));
    object.s = null;
    object.d = Double.NaN;
    assertEquals(jackson.valueToTree(object).toString(), plain.tree(object).toString());
  }

  @Test
  void parametersHaveTheSameHashAsThroughJackson() {
    ObjectNode given = ParameterText.parse("{'d': 3, 'l': 1e3, 's': ''}");
    assertEquals(parameters(SamePlain.class, given), parameters(Plain.class, given));
  }

  private static Parameters parameters(Class<?> type, ObjectNode given) {
    Signature signature = new Signature(type.getDeclaringClass().getMethods()[0], "something");
    return ParameterClass.of("d", type, signature).parameters(given);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void objectIsMadeAsJacksonMakesItOrNotAtAll(long seed) throws Exception {
    Random random = new Random(seed);
    int made = 0;
    for (int round = 0; round < 3_000; round++) {
      ObjectNode tree = fitting(random);
      for (int change = random.nextInt(3); change > 0; change--) {
        change(tree, random);
      }
      Optional<Object> object = plain.object(tree);
      if (object.isPresent()) {
        made++;
        assertEquals(
            jackson.valueToTree(jackson.treeToValue(tree, Plain.class)).toString(),
            plain.tree(object.get()).toString(),
            "seed " + seed + ", " + tree);
      }
    }
    assertTrue(made > 1_000, made + " made");
  }

  private ObjectNode fitting(Random random) {
    ObjectNode tree = nodes.objectNode();
    tree.put("d", random.nextGaussian());
    tree.put("l", random.nextLong());
    tree.put("i", random.nextInt());
    tree.put("b", random.nextBoolean());
    tree.put("s", Long.toString(random.nextLong(), 36));
    return tree;
  }

  private void change(ObjectNode tree, Random random) {
    String name = List.of("d", "l", "i", "b", "s", "other").get(random.nextInt(6));
    if (random.nextInt(5) == 0) {
      tree.remove(name);
    } else {
      tree.set(name, values.get(random.nextInt(values.size())));
    }
  }

  @Test
  void whatFitsIsMadeWithoutJackson() {
    ObjectNode tree = fitting(new Random(1)).put("d", 3).put("l", 4).put("s", "");
    Plain object = (Plain) plain.object(tree).orElseThrow();
    assertEquals(3, object.d);
    assertEquals(4, object.l);
    assertEquals("", object.s);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'d':'1'}", "{'i':0.5}", "{'i':2147483648}", "{'b':1}", "{'s':1}"})
  void whatDoesNotFitIsLeftToJackson(String changes) {
    ObjectNode tree = fitting(new Random(1));
    tree.setAll(ParameterText.parse(changes));
    assertFalse(plain.object(tree).isPresent());
    assertThrows(JsonProcessingException.class, () -> jackson.treeToValue(tree, Plain.class));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Derived.class,
        Narrow.class,
        Marked.class,
        MarkedMethod.class,
        TwoConstructors.class,
        Passing.class,
        Point.class,
        MarkedClass.class,
        WithInterface.class,
        MarkedConstructor.class
      })
  void classThatMayMeanSomethingElseToJacksonIsLeftToIt(Class<?> type) {
    assertFalse(PlainFields.of(type).isPresent());
  }
}
