package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ParamSetCounts;
import io.slurmgen.catalog.ParamSetRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What to do about samples that are missing.
 *
 * @param missing how many are missing
 * @param toGenerate how many of them have to be generated; the others are raw
 * @param time processor time that generating is expected to take, where earlier runs tell
 * @param command what generates them or, where enough are raw, moves them
 */
public record Shortage(long missing, long toGenerate, Optional<Duration> time, String command) {

  /** A shortage of raw samples. */
  public static Shortage ofRaw(Catalog catalog, ParamSetRow set, long missing) throws IOException {
    Plan plan = Plan.generate(Optional.of(catalog), set.dataset(), Optional.of(set), missing, 1);
    String command = ProposedCommand.generate(catalog.directory().user(), set, missing);
    return new Shortage(missing, missing, plan.processorTime(), command);
  }

  /** A shortage of samples of a group, which may be covered by raw ones. */
  public static Shortage ofGroup(Catalog catalog, ParamSetCounts set, String group, long missing)
      throws IOException {
    long raw = set.raw().samples();
    if (raw < missing) {
      return ofRaw(catalog, set.paramSet(), missing - raw).withMissing(missing);
    }
    Path directory = catalog.directory().user();
    String command =
        ProposedCommand.command(
            directory,
            "move",
            set.paramSet().dataset(),
            Long.toString(missing),
            group,
            "-p",
            Integer.toString(set.paramSet().number()));
    return new Shortage(missing, 0, Optional.empty(), command);
  }

  private Shortage withMissing(long all) {
    return new Shortage(all, toGenerate, time, command);
  }
}
