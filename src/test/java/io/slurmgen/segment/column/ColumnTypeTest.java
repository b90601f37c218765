package io.slurmgen.segment.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Shape;
import io.slurmgen.segment.Segments;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {
  enum Color {
    RED,
    GREEN {}
  }

  record Point(double x, Integer tag, float @Shape(2) [] weights) {}

  record Line(Point from, Point to, Color color) {}

  record Tree(int value, Tree left) {}

  record Pair<T>(T first) {}

  record Empty() {}

  @SuppressWarnings("unused") // read by reflection
  static final class Declared {
    boolean flag;
    Byte small;
    short medium;
    Integer number;
    long large;
    float single;
    Double real;
    String text;
    Color color;
    double[] list;
    int[][] matrix;

    @Shape(784)
    float[] fixed;

    float @Shape(784) [] fixedOnArray;

    @Shape({28, 14})
    byte[][] picture;

    Point point;
    Line line;
    Tree tree;
    Pair<Double> pair;
    Empty empty;
    List<String> strings;
    Map<String, Integer> counts;
    String[] words;
    char letter;
    Object anything;

    @Shape(3)
    int[][] tooFewLengths;

    @Shape(0)
    int[] zeroLength;

    @Shape(3)
    String[] shapedStrings;

    @Shape(3)
    double shapedNumber;

    @Shape(3)
    float @Shape(3) [] twice;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flag         | boolean
          small        | byte
          medium       | short
          number       | int
          large        | long
          single       | float
          real         | double
          text         | String
          color        | enum(RED, GREEN)
          list         | double[]
          matrix       | int[][]
          fixed        | float[784]
          fixedOnArray | float[784]
          picture      | byte[28][14]
          point        | record(x double, tag int, weights float[2])
          tree         | record(value int, left JSON)
          pair         | JSON
          empty        | JSON
          strings      | JSON
          counts       | JSON
          words        | JSON
          letter       | String
          anything     | JSON
          """)
  void declaredTypesAreStoredAs(String field, String stored) {
    assertEquals(stored, Segments.typeOf(Declared.class, field).describe());
  }

  @Test
  void onlyReferenceComponentsMayBeNull() {
    ColumnType.Struct line = (ColumnType.Struct) Segments.typeOf(Declared.class, "line");
    ColumnType.Struct point = (ColumnType.Struct) line.components().get(0).type();
    assertTrue(line.components().stream().allMatch(ColumnType.Component::nullable));
    assertEquals(
        List.of(false, true, true),
        point.components().stream().map(ColumnType.Component::nullable).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tooFewLengths", "zeroLength", "shapedStrings", "shapedNumber", "twice"})
  void shapesThatDoNotFitAreMistakes(String field) {
    UserError e = assertThrows(UserError.class, () -> Segments.typeOf(Declared.class, field));
    assertTrue(e.getMessage().contains("@Shape"), e.getMessage());
  }

  @Test
  void wildcardsAreMistakes() throws Exception {
    assertThrows(
        UserError.class,
        () -> ColumnType.of(Pair.class.getRecordComponents()[0].getAnnotatedType()));
  }
}
