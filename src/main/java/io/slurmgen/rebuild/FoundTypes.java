package io.slurmgen.rebuild;

import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.model.SegmentOrigin.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of each series whose segments are found. All its samples have the same ones in a
 * catalog: those that the old one kept, or else those of the most samples, as what a catalog
 * refuses is no more than one attempt made before it was told so.
 */
final class FoundTypes {

  private final List<FoundSegment> segments = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private FoundTypes() {}

  /**
   * Leaves out what has other types.
   *
   * @param kept by the old catalog, as far as it can be read
   */
  static FoundTypes of(List<FoundSegment> found, Map<SeriesKey, StoredTypes> kept) {
    Map<SeriesKey, Map<StoredTypes, Long>> samples = new LinkedHashMap<>();
    for (FoundSegment segment : found) {
      samples
          .computeIfAbsent(segment.origin().seriesKey(), key -> new LinkedHashMap<>())
          .merge(segment.types(), segment.samples(), Long::sum);
    }
    FoundTypes result = new FoundTypes();
    for (FoundSegment segment : found) {
      SeriesKey series = segment.origin().seriesKey();
      result.add(segment, types(samples.get(series), Optional.ofNullable(kept.get(series))));
    }
    return result;
  }

  /** A damaged catalog may have kept types that no sample of the series has. */
  private static StoredTypes types(Map<StoredTypes, Long> samples, Optional<StoredTypes> kept) {
    return kept.filter(types -> samples.keySet().stream().anyMatch(found -> found.fit(types)))
        .orElseGet(() -> most(samples));
  }

  private static StoredTypes most(Map<StoredTypes, Long> samples) {
    return samples.entrySet().stream()
        .max(
            Map.Entry.<StoredTypes, Long>comparingByValue()
                .thenComparing(entry -> entry.getKey().toString(), Comparator.reverseOrder()))
        .orElseThrow()
        .getKey();
  }

  private void add(FoundSegment segment, StoredTypes types) {
    if (segment.types().fit(types)) {
      segments.add(segment);
    } else {
      problems.add(
          "%s: left out, its samples are %s and the others of %s %d are %s"
              .formatted(
                  segment.path(),
                  segment.types(),
                  segment.origin().dataset(),
                  segment.origin().paramSet(),
                  types));
    }
  }

  /** The segments with samples of those types. */
  List<FoundSegment> segments() {
    return segments;
  }

  /** A line for each segment that is left out. */
  List<String> problems() {
    return problems;
  }
}
