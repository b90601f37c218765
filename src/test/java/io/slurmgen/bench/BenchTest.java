package io.slurmgen.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  @TempDir Path root;

  private final List<String> prepared = new ArrayList<>();
  private final List<String> measured = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Gives figures that are known, where others measure. */
  private Row row(String name, Figure... figures) {
    return new Row() {
      @Override
      public void prepare(Place place) {
        prepared.add(name);
      }

      @Override
      public List<Figure> measure(Place place) {
        measured.add(name);
        return List.of(figures);
      }
    };
  }

  @BeforeEach
  void rows() throws Exception {
    Files.createDirectory(root.resolve("target"));
    rows.put("met", row("met", Figure.ratio(Bound.LOAD, 0.8, 1)));
    rows.put(
        "missed",
        row("missed", Figure.absolute(Bound.MOVE_WARM, 1), Figure.ratio(Bound.LOAD, 0.79, 1)));
    rows.put("unbounded", row("unbounded", Figure.ratio(Bound.COMMITS, 1, 1_000)));
    rows.put("large", row("large"));
  }

  private int run(String... words) throws Exception {
    Place place = new Place(root, "", Jdk.ofThisProcess());
    return new Bench(place, rows, new PrintStream(out, true), new PrintStream(err, true))
        .run(List.of(words));
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(Files.readString(root.resolve("target/bench.json")));
  }

  @Test
  void checkFailsWhereOneFigureOfARowMissesItsBound() throws Exception {
    assertEquals(1, run("--check", "missed"));
    assertEquals(1, run("missed", "met", "--check"));
    assertEquals(1, run("--check"));
  }

  @Test
  void checkSucceedsWhereAllFiguresAreOnTheRightSide() throws Exception {
    assertEquals(0, run("--check", "met"));
    assertEquals(0, run("--check", "met", "unbounded"));
  }

  @Test
  void missedBoundIsNoFailureWithoutACheckButIsShown() throws Exception {
    assertEquals(0, run("missed"));
    String table = out.toString(UTF_8);
    assertTrue(table.contains("| yes  |") && table.contains("| NO   |"), table);
    assertTrue(json().at("/rows/0/met").booleanValue());
    assertFalse(json().at("/rows/1/met").booleanValue());
  }

  @Test
  void rowsThatAreNotChosenAreNeitherPreparedNorMeasured() throws Exception {
    run("unbounded", "met");
    assertEquals(List.of("unbounded", "met"), prepared);
    assertEquals(prepared, measured);
    assertEquals(2, json().get("rows").size());
  }

  @Test
  void preparingMeasuresNothing() throws Exception {
    assertEquals(0, run("--prepare", "--large"));
    assertEquals(List.of("met", "missed", "unbounded", "large"), prepared);
    assertEquals(List.of(), measured);
    assertFalse(Files.exists(root.resolve("target/bench.json")));
  }

  @Test
  void unknownRowIsAMistakeAndNothingIsDone() throws Exception {
    assertEquals(2, run("--check", "met", "mett"));
    assertEquals(
        "bench: mett: there are --check, --large, --prepare, --help and the rows met, missed, "
            + "unbounded, large\n",
        err.toString(UTF_8));
    assertEquals(List.of(), prepared);
  }
}
