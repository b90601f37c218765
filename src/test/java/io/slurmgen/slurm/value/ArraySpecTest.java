package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArraySpecTest {
  @Test
  void writesRunsOfJobsAsRanges() {
    assertEquals("0-39", only(jobs(0, 40), 0).toString());
    assertEquals("0-39%5", only(jobs(0, 40), 5).toString());
    assertEquals("3,7,12-14", only(List.of(14, 3, 12, 7, 13), 0).toString());
    assertEquals("0,1", only(List.of(0, 1), 0).toString());
    assertEquals("5", only(List.of(5, 5), 0).toString());
  }

  private static ArraySpec only(List<Integer> jobs, int maxParallel) {
    List<ArraySpec> arrays = ArraySpec.of(jobs, 1001, maxParallel);
    assertEquals(1, arrays.size());
    return arrays.get(0);
  }

  private static List<Integer> jobs(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void moreJobsThanAnArrayTakesAreSplit() {
    List<ArraySpec> arrays = ArraySpec.of(jobs(0, 2500), 1001, 0);
    assertEquals(
        List.of("0-1000", "0-1000", "0-497"), arrays.stream().map(ArraySpec::toString).toList());
    assertEquals(List.of(0, 1001, 2002), arrays.stream().map(ArraySpec::firstJob).toList());
    assertEquals(2009, arrays.get(2).jobs().get(7));
  }

  @Test
  void jobNumbersBeyondTheLimitAreOffset() {
    ArraySpec array = ArraySpec.of(List.of(1500, 1503), 1001, 0).get(0);
    assertEquals(1500, array.firstJob());
    assertEquals("0,3", array.toString());
    assertEquals(List.of(1500, 1503), array.jobs());
  }

  @Test
  void limitOfParallelTasksIsDividedBetweenArrays() {
    assertEquals(
        List.of("0-1000%3", "0-1000%2", "0-497%2"),
        ArraySpec.of(jobs(0, 2500), 1001, 7).stream().map(ArraySpec::toString).toList());
    assertTrue(ArraySpec.of(jobs(0, 2500), 1001, 2).get(2).toString().endsWith("%1"));
  }

  @Test
  void noJobsNeedNoArray() {
    assertEquals(List.of(), ArraySpec.of(List.of(), 1001, 0));
  }

  @Test
  void everyJobIsInExactlyOneArrayWithAnAllowedIndex() throws SlurmException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int limit = 1 + random.nextInt(50);
      TreeSet<Integer> jobs = new TreeSet<>();
      random.ints(random.nextInt(100), 0, 300).forEach(jobs::add);
      List<Integer> seen = new ArrayList<>();
      for (ArraySpec array : ArraySpec.of(jobs, limit, random.nextInt(4))) {
        assertTrue(array.indexes().stream().allMatch(index -> index < limit));
        assertEquals(array.indexes(), IndexSet.parse(array.toString()));
        seen.addAll(array.jobs());
      }
      assertEquals(new ArrayList<>(jobs), seen);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3-6%5|[3, 4, 5, 6]",
        "0,4,7-9|[0, 4, 7, 8, 9]",
        "0-10:5|[0, 5, 10]",
        "7|[7]",
      })
  void readsTheIndexesThatSlurmPrints(String text, String indexes) throws SlurmException {
    assertEquals(indexes, IndexSet.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3-", "5-3", "a", "0-9:0", "1,,2", "0-999999999", "1-3..."})
  void refusesIndexesThatAreNone(String text) {
    assertThrows(SlurmException.class, () -> IndexSet.parse(text));
  }
}
