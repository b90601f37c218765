package io.slurmgen.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cache.Preprocessed;
import io.slurmgen.dataset.method.SampleRandom;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Loads every sample as a user does, and compares it with what the generator must have made. */
final class LoadedSamples {

  private LoadedSamples() {}

  static void check(Path directory, Snapshot snapshot) {
    try (Cache cache = Cache.open(directory)) {
      snapshot.sets().forEach((set, stored) -> check(cache, set, stored));
    }
  }

  private static void check(Cache cache, int set, StoredSet stored) {
    ParamSet loaded = cache.dataset("d").paramSet(stored.number());
    assertEquals(stored.hash(), loaded.hash());
    for (Group group : loaded) {
      checkGroup(group, stored, ParamSets.width(set));
    }
  }

  private static void checkGroup(Group group, StoredSet stored, int width) {
    List<Long> indexes = stored.inOrder(group.name());
    assertEquals(indexes.size(), group.size(), () -> "size of " + group);
    if (indexes.isEmpty()) {
      return;
    }
    long[] features = group.get().features().toLongArray();
    long[][] labels = group.get().labels().toLongMatrix();
    for (int row = 0; row < indexes.size(); row++) {
      String what = "sample " + indexes.get(row) + " of " + group;
      SampleRandom random = ParamSets.random(stored.hash(), indexes.get(row));
      assertEquals(random.nextLong(), features[row], what);
      assertArrayEquals(random.longs(width).toArray(), labels[row], what);
    }
    for (Preprocessed derived : group) {
      checkDerived(derived, indexes, stored);
    }
  }

  private static void checkDerived(Preprocessed derived, List<Long> indexes, StoredSet stored) {
    Set<Long> made = StoredSet.indexes(stored.derived());
    List<Long> expected = indexes.stream().filter(made::contains).toList();
    assertEquals(expected.size(), derived.size(), () -> "size of " + derived);
    if (expected.isEmpty()) {
      return;
    }
    long[] features = derived.get().features().toLongArray();
    long[] labels = derived.get().labels().toLongArray();
    for (int row = 0; row < expected.size(); row++) {
      String what = "sample " + expected.get(row) + " of " + derived;
      SampleRandom random = ParamSets.random(stored.hash(), expected.get(row));
      assertEquals(-random.nextLong(), features[row], what);
      assertEquals(~random.nextLong(), labels[row], what);
    }
  }
}
