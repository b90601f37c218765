package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about samples that are missing.
 *
 * @param missing how many are missing
 * @param toGenerate how many of them have to be generated; the others are raw or in flight
 * @param inFlight how many of them unfinished jobs are going to make
 * @param time processor time that generating is expected to take, where earlier runs tell
 * @param command what generates them or, where enough are raw or in flight, moves them or waits
 */
public record Shortage(
    long missing, long toGenerate, long inFlight, Optional<Duration> time, String command) {

  /** A shortage of raw samples. */
  public static Shortage ofRaw(Catalog catalog, ParamSetRow set, long missing) throws IOException {
    List<SubmissionRow> making =
        catalog.submissions().active().stream()
            .filter(row -> row.paramSet().id() == set.id() && row.preprocessing().isEmpty())
            .toList();
    long inFlight = Math.min(missing, making.stream().mapToLong(SubmissionRow::inFlight).sum());
    long toGenerate = missing - inFlight;
    Path directory = catalog.directory().user();
    if (toGenerate == 0) {
      return new Shortage(missing, 0, inFlight, Optional.empty(), wait(directory, making));
    }
    Plan plan = Plan.generate(Optional.of(catalog), set.dataset(), Optional.of(set), toGenerate, 1);
    String command = ProposedCommand.generate(directory, set.dataset(), set.params(), toGenerate);
    return new Shortage(missing, toGenerate, inFlight, plan.processorTime(), command);
  }

  private static String wait(Path directory, List<SubmissionRow> making) {
    long newest = making.get(making.size() - 1).id();
    return ProposedCommand.command(directory, "wait", Long.toString(newest));
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
    return new Shortage(missing, 0, 0, Optional.empty(), command);
  }

  private Shortage withMissing(long all) {
    return new Shortage(all, toGenerate, inFlight, time, command);
  }
}
