package io.slurmgen.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<String> order = new ArrayList<>();

  private Turns.Turn thing(String name, Double... values) {
    Iterator<Double> next = List.of(values).iterator();
    return () -> {
      order.add(name);
      return next.next();
    };
  }

  @Test
  void thingsTakeTurnsAndTheWarmUpDoesNotCount() throws Exception {
    double[] medians =
        Turns.medians(
            1, 3, List.of(thing("A", 100.0, 3.0, 1.0, 2.0), thing("B", 0.0, 7.0, 9.0, 8.0)));
    assertArrayEquals(new double[] {2, 8}, medians);
    assertEquals(List.of("A", "B", "A", "B", "A", "B", "A", "B"), order);
  }

  @Test
  void medianOfAnEvenNumberIsInTheMiddleBetweenTwo() {
    assertEquals(2.5, Turns.median(4, 1, 3, 2));
    assertEquals(5, Turns.median(5));
  }
}
