package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Removes from a cache directory what nobody needs: what killed processes have left behind, and
 * what was kept of submissions that are finished.
 *
 * <p>Never a sample that is recorded, nor one that could still be. Each thing is judged and removed
 * while the lock file is held, so that it may run beside anything else. A crash leaves some of the
 * garbage.
 */
public final class GarbageCollection {

  private final Catalog catalog;
  private final Clock clock;

  /** Collects the garbage of a cache directory whose catalog is up to date. */
  public GarbageCollection(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Removes everything, or only looks for it.
   *
   * @param isDryRun whether nothing is to be removed
   * @param found takes each thing that was removed, or would be
   * @param kept takes a line for each thing that looks like garbage and stays
   */
  public void run(boolean isDryRun, Consumer<Leftover> found, Consumer<String> kept)
      throws IOException {
    LeftoverFiles files = new LeftoverFiles(isDryRun, found);
    QuietHour quiet = new QuietHour(clock);
    new SegmentGarbage(catalog, files, quiet, kept).collect();
    new SubmissionGarbage(catalog, files, quiet, kept).collect();
    new TemporaryGarbage(catalog, files, quiet).collect();
  }
}
