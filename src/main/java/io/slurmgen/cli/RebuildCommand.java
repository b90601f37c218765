package io.slurmgen.cli;

import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.CatalogBusyException;
import io.slurmgen.catalog.CatalogException;
import io.slurmgen.catalog.GroupRow;
import io.slurmgen.catalog.LostCatalogException;
import io.slurmgen.catalog.ParamSetCounts;
import io.slurmgen.catalog.Rebuild;
import io.slurmgen.catalog.Rebuilt;
import io.slurmgen.catalog.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.kohsuke.args4j.Option;

/** Makes a lost catalog again. */
final class RebuildCommand implements Command {

  @Option(name = "--yes", aliases = "-y", usage = "also while submissions are not over")
  private boolean isYes;

  @Override
  public String description() {
    return """
        Makes the catalog again where it was lost, damaged, or put back from an old backup. Reads
        all segments, and the journal of moves, so that samples are in their groups again. Nothing
        is deleted: the old catalog stays beside the new one, and so do segments that cannot be
        read, which are named. Other commands wait meanwhile.

        It is refused while submissions are not over, since what their jobs still make may only
        count after another rebuild; -y does it all the same.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    CacheDirectory cache = new CacheDirectory(directory);
    follow(terminal, cache);
    Rebuilt rebuilt = Rebuild.run(cache, Clock.systemUTC(), isYes);
    new ListText(terminal.isVerbose()).of(rebuilt.sets()).forEach(terminal::println);
    terminal.println(summary(rebuilt));
    rebuilt.old().ifPresent(old -> terminal.println("the catalog before is kept as " + old));
    rebuilt.problems().forEach(terminal::notice);
    return ExitCode.DONE;
  }

  /** So that jobs whose processes are gone do not count as active. */
  private static void follow(Terminal terminal, CacheDirectory cache) throws IOException {
    try {
      Optional<Catalog> opened = Catalog.open(cache, Clock.systemUTC());
      if (opened.isPresent()) {
        try (Catalog catalog = opened.get()) {
          List<SubmissionRow> active = catalog.submissions().active();
          Following.of(terminal, catalog, active).updateIfPossible(active);
        }
      }
    } catch (CatalogBusyException e) {
      throw e;
    } catch (LostCatalogException | CatalogException e) {
      // That is why it is rebuilt, and told with what comes of it.
    }
  }

  private static String summary(Rebuilt rebuilt) {
    List<ParamSetCounts> sets = rebuilt.sets();
    return "rebuilt from %s: %s, %s, %s, %d of them in groups"
        .formatted(
            Numbers.counted(rebuilt.segments(), "segment"),
            Numbers.counted(
                sets.stream().map(set -> set.paramSet().dataset()).distinct().count(), "dataset"),
            Numbers.counted(sets.size(), "parameter set"),
            Numbers.counted(sets.stream().mapToLong(RebuildCommand::samples).sum(), "sample"),
            sets.stream().mapToLong(set -> samples(set) - set.raw().samples()).sum());
  }

  private static long samples(ParamSetCounts set) {
    return set.groups().stream().mapToLong(GroupRow::samples).sum();
  }
}
