package io.slurmgen.cli.text;

import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.PreprocessedRow;
import java.util.List;
import java.util.StringJoiner;

/**
 * Parameter sets as one JSON object:
 *
 * <pre>
 * {"datasets":[{"name":"noisy_sine","param_sets":[{"number":0,"hash":"9f…","params":{…},"raw":280,
 *   "groups":[{"name":"train","samples":720,"preprocessed":[{"name":"square_both","samples":600}]}]
 * }]}]}
 * </pre>
 *
 * <p>With {@code -v} each parameter set also has {@code seed} (an integer of up to 63 bits) and
 * {@code code_versions}. Written without a JSON library, whose classes would take longer to load
 * than all the rest: names in the catalog need no escapes, and parameters are JSON already.
 */
public record ListJson(boolean isVerbose) {
  /** The object for parameter sets that are ordered by dataset and number. */
  public String of(List<ParamSetCounts> sets) {
    StringJoiner datasets = new StringJoiner(",", "{\"datasets\":[", "]}");
    int from = 0;
    while (from < sets.size()) {
      String name = sets.get(from).paramSet().dataset();
      int to = from;
      while (to < sets.size() && sets.get(to).paramSet().dataset().equals(name)) {
        to++;
      }
      datasets.add(dataset(name, sets.subList(from, to)));
      from = to;
    }
    return datasets.toString();
  }

  private String dataset(String name, List<ParamSetCounts> sets) {
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (ParamSetCounts set : sets) {
      array.add(paramSet(set));
    }
    return "{\"name\":\"" + name + "\",\"param_sets\":" + array + "}";
  }

  private String paramSet(ParamSetCounts set) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    object.add("\"number\":" + set.paramSet().number());
    object.add("\"hash\":\"" + set.paramSet().hash() + "\"");
    object.add("\"params\":" + set.paramSet().params());
    if (isVerbose) {
      object.add("\"seed\":" + set.paramSet().seed());
      object.add("\"code_versions\":" + set.codes());
    }
    object.add("\"raw\":" + set.raw().samples());
    return object.add("\"groups\":" + groups(set.groups())).toString();
  }

  private static String groups(List<GroupRow> groups) {
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (GroupRow group : groups) {
      if (!group.isRaw()) {
        array.add(
            "{\"name\":\"%s\",\"samples\":%d,\"preprocessed\":%s}"
                .formatted(group.name(), group.samples(), preprocessed(group.preprocessed())));
      }
    }
    return array.toString();
  }

  private static String preprocessed(List<PreprocessedRow> rows) {
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (PreprocessedRow row : rows) {
      array.add("{\"name\":\"%s\",\"samples\":%d}".formatted(row.name(), row.samples()));
    }
    return array.toString();
  }
}
