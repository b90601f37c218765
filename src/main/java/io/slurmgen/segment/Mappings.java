package io.slurmgen.segment;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Keeps the number of segments that are mapped at once within limits, as Linux refuses a process
 * more than 65,530 mappings (vm.max_map_count) and a JVM at that limit dies. The segment that was
 * not read for the longest time, roughly, gives up its mapping, and is mapped again when it is read
 * again. Safe for any number of threads.
 */
public final class Mappings {
  private static final int MOST = 4096;

  /** Unmapping is the collector's task, which nothing but full memory calls to work. */
  private static final int UNMAPPED_BEFORE_COLLECTION = 16_384;

  private final int most;
  private final Queue<MappedFile> oldestFirst = new ArrayDeque<>();
  private final Set<MappedFile> mapped = new HashSet<>();
  private int unmapped;

  /** The number of mappings that does no harm. */
  public Mappings() {
    this(MOST);
  }

  Mappings(int most) {
    this.most = most;
  }

  /** A file was mapped; not to be called while holding the file's lock. */
  synchronized void add(MappedFile file) {
    if (mapped.add(file)) {
      oldestFirst.add(file);
      if (mapped.size() > most) {
        unmapOldest();
      }
    }
  }

  /** Gives those a second chance that were read since they were last looked at. */
  private void unmapOldest() {
    MappedFile oldest = oldestFirst.remove();
    while (oldest.wasReadLately()) {
      oldestFirst.add(oldest);
      oldest = oldestFirst.remove();
    }
    mapped.remove(oldest);
    oldest.unmap();
    unmapped++;
    if (unmapped == UNMAPPED_BEFORE_COLLECTION) {
      unmapped = 0;
      System.gc();
    }
  }
}
