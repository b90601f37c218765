package io.slurmgen.rebuild;

import io.slurmgen.journal.JournalledLabels;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SegmentOrigin.SetKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parameter sets that segments are of. Where an old catalog was put back and used, it may have
 * given a number or another seed a second time; then the set of the older job keeps the number, and
 * the seed of more labelled samples counts, and of more samples where none are: a parameter set has
 * one. Labels whose seed is not known are taken for those of the oldest job's seed.
 */
final class FoundSets {

  /** A parameter set, and what is found of it. */
  record FoundSet(SetKey key, int number, String params, long seed, long firstMillis) {}

  private final List<FoundSet> sets = new ArrayList<>();
  private final List<FoundSegment> segments = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private FoundSets() {}

  static FoundSets of(List<FoundSegment> found, JournalledLabels labels) {
    Map<SetKey, List<FoundSegment>> bySet =
        found.stream().collect(Collectors.groupingBy(segment -> segment.origin().setKey()));
    FoundSets result = new FoundSets();
    List<List<FoundSegment>> sorted = new ArrayList<>(bySet.values());
    sorted.sort(
        Comparator.<List<FoundSegment>, String>comparing(set -> set.get(0).origin().dataset())
            .thenComparingInt(set -> oldest(set).paramSet())
            .thenComparingLong(set -> oldest(set).job())
            .thenComparing(set -> set.get(0).origin().hash()));
    Map<String, Set<Integer>> numbers = new HashMap<>();
    for (List<FoundSegment> set : sorted) {
      SegmentOrigin oldest = oldest(set);
      Set<Integer> taken = numbers.computeIfAbsent(oldest.dataset(), name -> new HashSet<>());
      result.add(set, result.number(oldest, taken, sorted), labels);
    }
    return result;
  }

  private static SegmentOrigin oldest(List<FoundSegment> set) {
    return set.stream()
        .map(FoundSegment::origin)
        .min(Comparator.comparingLong(SegmentOrigin::job))
        .orElseThrow();
  }

  private int number(SegmentOrigin set, Set<Integer> taken, List<List<FoundSegment>> all) {
    if (taken.add(set.paramSet())) {
      return set.paramSet();
    }
    int highest =
        all.stream()
            .map(FoundSets::oldest)
            .filter(other -> other.dataset().equals(set.dataset()))
            .mapToInt(SegmentOrigin::paramSet)
            .max()
            .orElseThrow();
    while (!taken.add(++highest)) {
      // The next one may be free.
    }
    problems.add(
        "%s %d %s is %s %d now: two have had that number"
            .formatted(set.dataset(), set.paramSet(), set.params(), set.dataset(), highest));
    return highest;
  }

  private void add(List<FoundSegment> set, int number, JournalledLabels labels) {
    SegmentOrigin oldest = oldest(set);
    long seed = seed(set, labels);
    for (FoundSegment segment : set) {
      if (segment.origin().seed() == seed) {
        segments.add(segment);
      } else {
        problems.add(
            "%s: left out, its seed is %d and that of %s %d is %d"
                .formatted(
                    segment.path(), segment.origin().seed(), oldest.dataset(), number, seed));
      }
    }
    long firstMillis = set.stream().mapToLong(FoundSegment::modifiedMillis).min().orElseThrow();
    sets.add(new FoundSet(oldest.setKey(), number, oldest.params(), seed, firstMillis));
  }

  private static long seed(List<FoundSegment> set, JournalledLabels labels) {
    Map<Long, Long> samples = new TreeMap<>();
    set.forEach(segment -> samples.merge(segment.origin().seed(), segment.samples(), Long::sum));
    SegmentOrigin oldest = oldest(set);
    return samples.keySet().stream()
        .max(
            Comparator.<Long>comparingLong(seed -> labelled(set, seed, oldest, labels))
                .thenComparing(samples::get)
                .thenComparing(seed -> seed == oldest.seed()))
        .orElseThrow();
  }

  private static long labelled(
      List<FoundSegment> set, long seed, SegmentOrigin oldest, JournalledLabels labels) {
    IndexRanges found =
        new IndexRanges(
            set.stream()
                .filter(segment -> segment.origin().seed() == seed && segment.samples() > 0)
                .map(FoundSegment::indexes)
                .toList());
    IndexRanges known = labels.known(oldest.setKey(), seed);
    IndexRanges all =
        seed == oldest.seed() ? known.plus(labels.ofUnknownSeed(oldest.setKey())) : known;
    return all.and(found).samples();
  }

  /** The parameter sets by dataset and number. */
  List<FoundSet> sets() {
    return sets;
  }

  /** The segments with samples of them. */
  List<FoundSegment> segments() {
    return segments;
  }

  /** A line for each thing that is not as the segments say. */
  List<String> problems() {
    return problems;
  }
}
