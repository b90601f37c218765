package io.slurmgen.dataset.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.Seeds;
import io.slurmgen.UserError;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class CanonicalJsonTest {
  /**
   * The numbers of RFC 8785, appendix B, some that Java 17 prints with a digit too many, and powers
   * of two, whose neighbour below is nearer than the one above. As Node.js prints them.
   */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
    "3ff0000000000000, 1",
    "3fb999999999999a, 0.1",
    "3d30000000000000, 5.684341886080802e-14",
    "3e70000000000000, 5.960464477539063e-8",
    "0060000000000000, 7.120236347223045e-307",
    "444b1ae4d6e2ef50, 1e+21",
    "3e7ad7f29abcaf48, 1e-7",
    "441ac53a7e04bcda, 123456789012345680000",
    "0010000000000000, 2.2250738585072014e-308",
    "4580000000000000, 6.189700196426902e+26",
    "0000000000000001, 5e-324",
    "4340000000000000, 9007199254740992",
    "0000000000000003, 1.5e-323",
    "4011666666666666, 4.35",
    "4790000000000000, 5.316911983139664e+36",
  })
  void doublesAreWrittenAsTheRfcSays(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertEquals(expected, CanonicalJson.write(DoubleNode.valueOf(value)));
  }

  @Test
  void doublesComeBackAndAreNeverLongerThanTheJdks() {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = CanonicalJson.write(DoubleNode.valueOf(value));
        assertEquals(value, Double.parseDouble(text), "seed " + seed);
        assertTrue(digits(text) <= digits(Double.toString(value)), text + ", seed " + seed);
      }
    }
  }

  private static long digits(String number) {
    String mantissa = number.split("[eE]")[0].replaceAll("[-.]", "");
    return mantissa.replaceAll("^0+|0+$", "").length();
  }

  @Test
  void floatsComeBackFromTheirShortDecimals() {
    assertEquals("0.1", CanonicalJson.write(FloatNode.valueOf(0.1f)));
    long seed = Seeds.of(2);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        String text = CanonicalJson.write(FloatNode.valueOf(value));
        assertEquals(value, Float.parseFloat(text), "seed " + seed);
        assertEquals(value, (float) Double.parseDouble(text), "seed " + seed);
      }
    }
  }

  /** Hashes of parameters must stay what version 0.1.0 made of them. */
  @Test
  void numbersAreWrittenAsVersion010WroteThem() {
    Random random = new Random(3);
    StringBuilder doubles = new StringBuilder();
    StringBuilder floats = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      double decimal = random.nextInt(2_000_000) / Math.pow(10, random.nextInt(9));
      float single = Float.intBitsToFloat(random.nextInt());
      doubles.append(Double.isFinite(value) ? CanonicalJson.write(DoubleNode.valueOf(value)) : "");
      doubles.append('\n').append(CanonicalJson.write(DoubleNode.valueOf(decimal))).append('\n');
      floats.append(Float.isFinite(single) ? CanonicalJson.write(FloatNode.valueOf(single)) : "");
      floats.append('\n');
    }
    assertEquals(
        "aa8556d1ac64879f82641b6705da1e85e3c5472ad110702dfd469840f24c969a",
        Sha256.hexOf(doubles.toString()));
    assertEquals(
        "d7cb4b24e8f7b4c546f692d00aba5bd7cb495ccb6503db3712fe3c564898864d",
        Sha256.hexOf(floats.toString()));
  }

  @Test
  void namesAreSortedAndTextIsEscapedOnlyWhereItMustBe() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("b", "\u0000\u001f\b\t\n\f\r\"\\/üé😀\u007f");
    object.put("a", true);
    object.putNull("B");
    object.putArray("€").addArray();
    object.putObject("");
    assertEquals(
        "{\"\":{},\"B\":null,\"a\":true,\"b\":\"\\u0000\\u001f\\b\\t\\n"
            + "\\f\\r"
            + "\\\"\\\\/üé😀\u007f\",\"€\":[[]]}",
        CanonicalJson.write(object));
  }

  @Test
  void whatIsWrittenIsReadBackByJacksonAndByUs() throws Exception {
    String text = "{\"a\":[1,-2.5,1e+30,\"\\u0001x\",null,true],\"b\":{\"c\":{}}}";
    JsonNode jacksons = new ObjectMapper().readTree(text);
    assertEquals(text, CanonicalJson.write(jacksons));
    assertEquals(text, CanonicalJson.write(Parameters.ofCanonical(text).tree()));
  }

  @Test
  void numberThatIsNotFiniteIsNamed() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("grid").putArray("steps").add(1).add(Double.NaN);
    UserError error =
        assertThrows(UserError.class, () -> CanonicalJson.withPlainNumbers("", object));
    assertEquals("parameter grid.steps[1] is NaN, but must be finite", error.getMessage());
  }
}
