package io.slurmgen.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All figures of a run.
 *
 * @param machine where and when, by name
 * @param figures in the order of the table
 */
record Report(Map<String, String> machine, List<Figure> figures) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  Report {
    figures = List.copyOf(figures);
  }

  static String heading() {
    return line("what", "measured", "base", "ratio", "bound", "met")
        + "\n"
        + line("---", "---:", "---:", "---:", "---", "---");
  }

  /** One line of the table, which is Markdown. */
  static String line(Figure figure) {
    String unit = " " + figure.bound().unit();
    return line(
        figure.what(),
        number(figure.measured()) + unit,
        text(figure.base(), unit),
        figure.ratio().isEmpty() ? "" : ratio(figure.ratio().getAsDouble()),
        figure.bound().text(),
        figure.bound().isSet() ? (figure.isMet() ? "yes" : "NO") : "");
  }

  private static String line(String... cells) {
    return String.format(
        Locale.ROOT, "| %-64s | %15s | %15s | %6s | %-12s | %-4s |", (Object[]) cells);
  }

  private static String text(OptionalDouble value, String unit) {
    return value.isEmpty() ? "" : number(value.getAsDouble()) + unit;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** How the process ends: a missed bound is a failure where the user has asked for a check. */
  int exitCode(boolean check) {
    return !check || figures.stream().allMatch(Figure::isMet) ? Bench.DONE : Bench.MISSED;
  }

  String json() {
    ObjectNode report = JSON.createObjectNode();
    machine.forEach(report.putObject("machine")::put);
    figures.forEach(figure -> add(report.withArray("/rows").addObject(), figure));
    return report.toPrettyString() + "\n";
  }

  private static void add(ObjectNode row, Figure figure) {
    row.put("row", figure.bound().row()).put("what", figure.what());
    row.put("measured", figure.measured());
    put(row, "base", figure.base());
    put(row, "ratio", figure.ratio());
    if (figure.bound().isSet()) {
      row.put("bound", figure.bound().value()).put("limit", figure.bound().text());
    } else {
      row.putNull("bound").putNull("limit");
    }
    row.put("met", figure.isMet()).put("unit", figure.bound().unit());
  }

  private static void put(ObjectNode row, String name, OptionalDouble value) {
    if (value.isPresent()) {
      row.put(name, value.getAsDouble());
    } else {
      row.putNull(name);
    }
  }
}
