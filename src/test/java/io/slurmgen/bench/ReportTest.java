package io.slurmgen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Figure FAST = Figure.ratio(Bound.LIST_START, 100, 50).on("Java 17");
  private static final Figure SLOW = Figure.ratio(Bound.LIST_START, 150, 50).on("Java 25");
  private static final Figure LOAD = Figure.ratio(Bound.LOAD, 3000, 4000);
  private static final Figure MOVE = Figure.absolute(Bound.MOVE_WARM, 60);

  private static Report report(Figure... figures) {
    return new Report(Map.of("cores", "2"), List.of(figures));
  }

  @Test
  void boundHoldsForTheRatioOrWithoutBaseForTheMeasurement() {
    assertTrue(FAST.isMet());
    assertFalse(SLOW.isMet());
    assertFalse(LOAD.isMet());
    assertTrue(Figure.ratio(Bound.LOAD, 4000, 4000).isMet());
    assertTrue(MOVE.isMet());
    assertFalse(Figure.absolute(Bound.MOVE_WARM, 60.1).isMet());
    assertTrue(Figure.ratio(Bound.COMMITS, 1, 1000).isMet());
  }

  @Test
  void whatCannotBeComparedIsNoFigure() {
    assertThrows(IllegalArgumentException.class, () -> Figure.ratio(Bound.LOAD, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Figure.absolute(Bound.LOAD, Double.NaN));
  }

  @Test
  void missedBoundIsAFailureOnlyWhereACheckIsAskedFor() {
    assertEquals(1, report(FAST, SLOW).exitCode(true));
    assertEquals(0, report(FAST, SLOW).exitCode(false));
    assertEquals(0, report(FAST, MOVE).exitCode(true));
  }

  @Test
  void tableShowsFigureAndBoundSideBySide() {
    assertEquals(
        List.of(
            "list among 10^6 chunks, against hello-world, Java 25",
            "150 ms",
            "50.0 ms",
            "3.00",
            "at most 2.8",
            "NO"),
        cells(SLOW));
    assertEquals(
        List.of("move 500,000 of 1,000,000, warm JVM", "60.0 ms", "", "", "at most 60", "yes"),
        cells(MOVE));
  }

  private static List<String> cells(Figure figure) {
    String[] cells = Report.line(figure).split("\\|", -1);
    return Arrays.stream(cells).skip(1).limit(cells.length - 2).map(String::strip).toList();
  }

  @Test
  void jsonHoldsEachFigureWithItsBoundAndTheMachine() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(SLOW, MOVE).json());
    assertEquals("2", json.at("/machine/cores").textValue());
    JsonNode slow = json.at("/rows/0");
    assertEquals("list", slow.get("row").textValue());
    assertEquals(150, slow.get("measured").doubleValue());
    assertEquals(50, slow.get("base").doubleValue());
    assertEquals(3, slow.get("ratio").doubleValue());
    assertEquals(2.8, slow.get("bound").doubleValue());
    assertFalse(slow.get("met").booleanValue());
    assertEquals("ms", slow.get("unit").textValue());
    assertTrue(json.at("/rows/1/base").isNull());
    assertTrue(json.at("/rows/1/met").booleanValue());
  }

  @Test
  void everyBoundBelongsToARow() {
    Set<String> bounded = Arrays.stream(Bound.values()).map(Bound::row).collect(Collectors.toSet());
    assertEquals(Bench.rows().keySet(), bounded);
  }
}
