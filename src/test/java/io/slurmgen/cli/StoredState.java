package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.StoredGroups;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.Preprocessed;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.dataset.Sample;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a user's directory holds of the example's first parameter set, and the files exported
 * into it.
 *
 * @param groups the samples of each group by index
 * @param derived what preprocessors made of each, and how each is ordered
 * @param exported the text of raw.csv
 */
record StoredState(
    Map<String, Map<Long, Sample<Object, Object>>> groups,
    Map<String, String> derived,
    Optional<String> exported) {

  static StoredState of(Path directory) throws IOException {
    Map<String, Map<Long, Sample<Object, Object>>> groups = new TreeMap<>();
    Map<String, String> derived = new TreeMap<>();
    Path csv = directory.resolve("raw.csv");
    if (Files.exists(directory.resolve(".slurm_cache.sqlite"))
        && Files.size(directory.resolve(".slurm_cache.sqlite")) > 0) {
      readGroups(directory, groups);
      readDerived(directory, derived);
    }
    return new StoredState(
        groups, derived, Files.exists(csv) ? Optional.of(Files.readString(csv)) : Optional.empty());
  }

  private static void readGroups(
      Path directory, Map<String, Map<Long, Sample<Object, Object>>> groups) throws IOException {
    try (Catalog catalog = Catalog.create(new CacheDirectory(directory), Clock.systemUTC())) {
      for (ParamSetCounts set : catalog.counts().of("noisy_sine").stream().limit(1).toList()) {
        for (GroupRow group : set.groups()) {
          groups.put(group.name(), StoredGroups.of(catalog, set.paramSet(), group));
        }
      }
    }
  }

  private static void readDerived(Path directory, Map<String, String> derived) {
    try (Cache cache = Cache.open(directory)) {
      if (cache.iterator().hasNext()) {
        for (Group group : cache.dataset("noisy_sine").paramSet(0)) {
          derived.put(group.toString(), RebuildCase.text(group.get()));
          for (Preprocessed made : group) {
            derived.put(made.toString(), RebuildCase.text(made.get()));
          }
        }
      }
    }
  }

  /** Checks that all samples are there still, and that those with a label have it. */
  void assertKept(Path directory, String what) throws IOException {
    StoredState now = of(directory);
    groups.forEach(
        (name, samples) -> {
          if (!name.equals(GroupRow.RAW)) {
            assertTrue(now.groups.get(name).entrySet().containsAll(samples.entrySet()), what);
          }
        });
    assertTrue(now.samples().entrySet().containsAll(samples().entrySet()), what);
    exported.ifPresent(text -> assertEquals(exported, now.exported, what));
  }

  private Map<Long, Sample<Object, Object>> samples() {
    Map<Long, Sample<Object, Object>> samples = new TreeMap<>();
    groups.values().forEach(samples::putAll);
    return samples;
  }
}
