package io.slurmgen.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class SamplesTest {
  @TempDir Path directory;

  private Samples numbers(int count) throws IOException {
    List<Sample<?, ?>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample<>((double) i, i));
    }
    return SampleFiles.write(directory, "number", "integer", samples);
  }

  private Samples items(int count) throws IOException {
    List<Sample<?, ?>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample<>(SampleFiles.item(i), Map.of("n", i)));
    }
    return SampleFiles.write(directory, "item", "map", samples);
  }

  private static void assertRefused(String reason, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void columnsOfNumbersAreArrays() throws IOException {
    Samples samples = numbers(120);
    assertEquals(120, samples.size());
    double[] x = samples.features().toDoubleArray();
    int[] y = samples.labels().toIntArray();
    for (int i = 0; i < 120; i++) {
      assertEquals(i, x[i]);
      assertEquals(i, y[i]);
    }
    assertEquals("double", samples.features().type());
    assertEquals(119.0, samples.labels().toDoubleArray()[119]);
    assertEquals(119L, samples.labels().toLongArray()[119]);
    assertEquals(77, samples.labels().get(77));
    assertEquals(new Sample<>(77.0, 77), samples.get(77));
    assertArrayEquals(new Integer[] {0, 1}, samples.range(0, 2).labels().toArray(Integer.class));
  }

  @Test
  void wrongMethodsNameTheRightOnes() throws IOException {
    Samples numbers = numbers(3);
    Column features = numbers.features();
    assertRefused(
        "features holds double, which toFloatArray() cannot give: use toDoubleArray()",
        features::toFloatArray);
    assertRefused("use toIntArray()", () -> numbers.labels().toFloatArray());
    assertRefused("use toDoubleArray()", features::toDoubleMatrix);
    assertRefused("use toDoubleArray()", features::toStringArray);
    assertRefused("no component x: it holds double", () -> features.component("x"));
    assertRefused("cannot be read as java.lang.String", () -> features.toArray(String.class));
    assertRefused("cannot hold double", () -> features.toArray(double.class));
  }

  @Test
  void wrongMethodsForOtherTypesNameTheRightOnesToo() throws IOException {
    List<Sample<?, ?>> arrays =
        List.of(new Sample<>(new float[] {1, 2, 3}, new int[][] {{1, 2}, {3, 4}}));
    Samples samples = SampleFiles.write(directory, "fixed", "square", arrays);
    assertRefused(
        "float[3], which toIntArray() cannot give: use toFloatArray() or toFloatMatrix()",
        () -> samples.features().toIntArray());
    assertRefused(
        "int[2][2], which toIntMatrix() cannot give: use toIntArray() or toArray(int[][].class)",
        () -> samples.labels().toIntMatrix());
  }

  @Test
  void arraysAreFlatOrMatricesOrObjects() throws IOException {
    List<Sample<?, ?>> arrays = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      arrays.add(new Sample<>(new float[] {i, 0, -i}, new int[][] {{i, 1}, {2, i}}));
    }
    Samples samples = SampleFiles.write(directory, "fixed", "square", arrays);
    float[] flat = samples.features().toFloatArray();
    assertEquals(180, flat.length);
    assertEquals(59, flat[177]);
    assertArrayEquals(new float[] {59, 0, -59}, samples.features().toFloatMatrix()[59]);
    assertArrayEquals(new double[] {59, 0, -59}, samples.features().toDoubleMatrix()[59]);
    assertEquals(59, samples.labels().toIntArray()[59 * 4 + 3]);
    assertArrayEquals(new int[] {2, 59}, samples.labels().toArray(int[][].class)[59][1]);
    assertArrayEquals(new float[] {3, 0, -3}, (float[]) samples.features().get(3));
  }

  @Test
  void arraysOfDifferentLengthsAreFlatOneAfterAnother() throws IOException {
    List<Sample<?, ?>> arrays = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      float[] values = new float[i];
      Arrays.fill(values, i);
      arrays.add(new Sample<>(values, i % 2 == 0));
    }
    Samples samples = SampleFiles.write(directory, "floats", "flag", arrays);
    float[] flat = samples.features().toFloatArray();
    assertEquals(190, flat.length);
    assertEquals(19, flat[189]);
    Samples shuffled = samples.shuffled(3);
    float[][] rows = shuffled.features().toFloatMatrix();
    boolean[] even = shuffled.labels().toBooleanArray();
    float[] shuffledFlat = shuffled.features().toFloatArray();
    int at = 0;
    for (int i = 0; i < 20; i++) {
      assertEquals(rows[i].length % 2 == 0, even[i]);
      for (float value : rows[i]) {
        assertEquals(value, shuffledFlat[at++]);
      }
    }
  }

  @Test
  void recordsAreMapsOrRecords() throws IOException {
    Samples samples = items(100);
    Sample<Object, Object> natural = samples.get(11);
    Map<?, ?> item = (Map<?, ?>) natural.features();
    assertEquals(List.of("position", "color", "code", "tags", "name"), List.copyOf(item.keySet()));
    assertEquals(Map.of("x", 5.5, "y", 11f), item.get("position"));
    assertEquals("BLUE", item.get("color"));
    assertEquals(11, ((JsonNode) natural.label()).get("n").intValue());
    List<Sample<SampleFiles.Item, JsonNode>> typed =
        samples.stream(SampleFiles.Item.class, JsonNode.class).toList();
    for (int i = 0; i < 100; i++) {
      SampleFiles.Item expected = SampleFiles.item(i);
      SampleFiles.Item read = typed.get(i).features();
      assertEquals(expected.position(), read.position());
      assertEquals(expected.color(), read.color());
      assertArrayEquals(expected.code(), read.code());
      assertEquals(expected.tags(), read.tags());
      assertEquals(expected.name(), read.name());
      assertEquals(i, typed.get(i).label().get("n").intValue());
    }
  }

  @Test
  void componentsAreColumns() throws IOException {
    Samples samples = items(100).range(1, 5);
    Column position = samples.features().component("position");
    assertArrayEquals(new double[] {0.5, 1, 1.5, 2}, position.component("x").toDoubleArray());
    assertEquals("features.position.x", position.component("x").name());
    assertNull(samples.features().component("color").toStringArray()[3]);
    assertEquals("", samples.features().component("name").toStringArray()[0]);
    assertEquals(
        "[\"t1\",\"\\\"quoted\\\", with comma\"]",
        samples.features().component("tags").toStringArray()[0]);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> position.component("y").toFloatArray());
    assertTrue(e.getMessage().contains("features.position.y is null"), e.getMessage());
    assertNull(position.component("y").get(2));
    assertEquals("record(x double, y float)", position.type());
  }

  @Test
  void shufflesKeepSamplesWholeAndDependOnTheSeedAlone() throws IOException {
    Samples samples = numbers(200);
    Samples shuffled = samples.shuffled(42);
    double[] x = shuffled.features().toDoubleArray();
    int[] y = shuffled.labels().toIntArray();
    for (int i = 0; i < 200; i++) {
      assertEquals(x[i], y[i]);
      assertEquals(x[i], shuffled.get(i).features());
    }
    assertArrayEquals(y, samples.shuffled(42).labels().toIntArray());
    assertTrue(!Arrays.equals(y, samples.shuffled(43).labels().toIntArray()));
    Arrays.sort(y);
    assertArrayEquals(IntStream.range(0, 200).toArray(), y);
  }

  @Test
  void batchesCoverAllSamplesOnce() throws IOException {
    Samples samples = numbers(103).shuffled(1);
    List<Samples> batches = samples.batches(10).toList();
    assertEquals(11, batches.size());
    assertEquals(3, batches.get(10).size());
    List<Integer> labels =
        batches.stream().flatMap(b -> Arrays.stream(b.labels().toIntArray()).boxed()).toList();
    assertEquals(Arrays.stream(samples.labels().toIntArray()).boxed().toList(), labels);
    assertThrows(IllegalArgumentException.class, () -> samples.batches(0));
    assertEquals(1, samples.batches(Integer.MAX_VALUE).count());
  }

  @Test
  void batchesReadInParallelKeepTheirOrder() throws IOException {
    Samples samples = numbers(5_003);
    List<double[]> batches =
        samples.batches(10).parallel().map(batch -> batch.features().toDoubleArray()).toList();
    assertArrayEquals(
        samples.features().toDoubleArray(),
        batches.stream().flatMapToDouble(Arrays::stream).toArray());
  }

  @Test
  void parallelStreamsGiveTheSameSamples() throws IOException {
    Samples samples = numbers(5000);
    List<Sample<Object, Object>> sequential = samples.shuffled(9).stream().toList();
    assertEquals(sequential, samples.shuffled(9).stream().parallel().collect(Collectors.toList()));
    assertEquals(5000, samples.stream().count());
  }

  @Test
  void noSamplesAreEmptyInEveryWay() {
    Samples none = new Samples(List.of(), true);
    assertEquals(0, none.size());
    assertEquals(0, none.features().toDoubleArray().length);
    assertEquals(0, none.features().component("x").toFloatMatrix().length);
    assertEquals(0, none.labels().toStringArray().length);
    assertEquals(0, none.labels().toArray(String.class).length);
    assertEquals("unknown", none.labels().type());
    assertEquals(0, none.stream(double.class, String.class).count());
    assertEquals(0, none.batches(5).count());
    assertEquals(0, none.shuffled(1).size());
    assertThrows(IndexOutOfBoundsException.class, () -> none.get(0));
  }

  @Test
  void typesThatDoNotFitAreRefusedBeforeTheFirstSample() throws IOException {
    Samples samples = numbers(5);
    assertRefused("features holds double", () -> samples.stream(String.class, int.class));
    assertThrows(IndexOutOfBoundsException.class, () -> samples.get(5));
    assertThrows(IndexOutOfBoundsException.class, () -> samples.features().get(-1));
  }

  @Test
  void damageIsAnUncheckedException() throws IOException {
    Samples samples = numbers(40);
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("s0").toFile(), "rw")) {
      long last = file.length() - 1;
      file.seek(last);
      file.write(1);
    }
    assertThrows(UncheckedIOException.class, () -> samples.labels().toIntArray());
    assertThrows(UncheckedIOException.class, () -> samples.stream().toList());
    assertEquals(0.0, samples.get(0).features());
  }
}
