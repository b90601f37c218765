package io.slurmgen.slurm.value;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets of array indexes as Slurm writes them, such as {@code 0-4,7,20-40:5%3}. */
public final class IndexSet {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9})(?::(\\d{1,9}))?)?");

  /** More than any cluster's MaxArraySize (at most 4,000,001). */
  private static final int MOST = 1 << 23;

  private IndexSet() {}

  /** The indexes of a text; a limit of running tasks after {@code %} is left out. */
  public static List<Integer> parse(String text) throws SlurmException {
    int limit = text.indexOf('%');
    SortedSet<Integer> indexes = new TreeSet<>();
    for (String part : (limit < 0 ? text : text.substring(0, limit)).split(",", -1)) {
      addPart(part, text, indexes);
    }
    return new ArrayList<>(indexes);
  }

  private static void addPart(String part, String text, SortedSet<Integer> indexes)
      throws SlurmException {
    Matcher form = PART.matcher(part);
    if (!form.matches()) {
      throw new SlurmException("Slurm reports array indexes that are none: " + text);
    }
    int first = Integer.parseInt(form.group(1));
    int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
    int step = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
    if (last < first || last > MOST || step == 0) {
      throw new SlurmException("Slurm reports array indexes that are none: " + text);
    }
    for (int index = first; index <= last; index += step) {
      indexes.add(index);
    }
  }

  /** Ascending indexes, runs of at least three joined: {@code 3,4,7-9}. */
  public static String format(List<Integer> ascending) {
    StringJoiner parts = new StringJoiner(",");
    int from = 0;
    while (from < ascending.size()) {
      int to = from;
      while (to + 1 < ascending.size() && ascending.get(to + 1) == ascending.get(to) + 1) {
        to++;
      }
      String join = to - from > 1 ? "-" : ",";
      parts.add(
          from == to
              ? ascending.get(from).toString()
              : ascending.get(from) + join + ascending.get(to));
      from = to + 1;
    }
    return parts.toString();
  }
}
