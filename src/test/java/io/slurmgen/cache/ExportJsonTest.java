package io.slurmgen.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportJsonTest {
  private static void assertJson(String json, Object value) throws Exception {
    assertEquals(json, ExportJson.MAPPER.writeValueAsString(value));
  }

  @Test
  void whatIsNoNumberInJsonIsNull() throws Exception {
    assertJson("[null,1.5,null,null]", new double[] {Double.NaN, 1.5, 1 / 0.0, -1 / 0.0});
    assertJson("[[0.1],[null]]", new float[][] {{0.1f}, {Float.NaN}});
    assertJson("{\"x\":null}", Map.of("x", Double.POSITIVE_INFINITY));
    assertJson("null", Float.NEGATIVE_INFINITY);
    assertJson("0.1", 0.1f);
  }

  @Test
  void bytesAreNumbers() throws Exception {
    assertJson("[1,-1]", new byte[] {1, -1});
  }
}
