package io.slurmgen.cli.text;

import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.PreprocessedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Parameter sets for people:
 *
 * <pre>
 * noisy_sine
 *   0  {"left":-1,"right":1,"std_dev":0.1}
 *      raw 280, train 720 (square_both 600)
 * </pre>
 */
public record ListText(boolean isVerbose) {
  /** The lines for parameter sets that are ordered by dataset and number. */
  public List<String> of(List<ParamSetCounts> sets) {
    List<String> lines = new ArrayList<>();
    String dataset = "";
    for (ParamSetCounts set : sets) {
      if (!set.paramSet().dataset().equals(dataset)) {
        dataset = set.paramSet().dataset();
        lines.add(dataset);
      }
      add(lines, set);
    }
    return lines;
  }

  private void add(List<String> lines, ParamSetCounts set) {
    String number = "  " + set.paramSet().number() + "  ";
    String indent = " ".repeat(number.length());
    lines.add(number + set.paramSet().params());
    lines.add(indent + groups(set.groups()));
    if (set.codes() > 1) {
      lines.add(indent + "made by " + set.codes() + " versions of the code");
    }
    if (isVerbose) {
      lines.add(indent + "hash " + set.paramSet().hash());
      lines.add(indent + "seed " + set.paramSet().seed());
    }
  }

  private static String groups(List<GroupRow> groups) {
    StringJoiner text = new StringJoiner(", ");
    for (GroupRow group : groups) {
      text.add(group.name() + " " + group.samples() + preprocessed(group.preprocessed()));
    }
    return text.toString();
  }

  private static String preprocessed(List<PreprocessedRow> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    StringJoiner text = new StringJoiner(", ", " (", ")");
    for (PreprocessedRow row : rows) {
      text.add(row.name() + " " + row.samples());
    }
    return text.toString();
  }
}
