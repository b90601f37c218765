package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.ListText;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.rebuild.Rebuild;
import io.slurmgen.rebuild.Rebuilt;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.OtherDatabaseException;
import io.slurmgen.sqlite.StaleViewException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes a lost catalog again, and tells what it holds. */
public record CatalogRebuild(Terminal terminal, CacheDirectory cache) {

  public ExitCode run(boolean evenIfActive) throws IOException {
    follow();
    Rebuilt rebuilt = Rebuild.run(cache, Clock.systemUTC(), evenIfActive);
    new ListText(terminal.isVerbose()).of(rebuilt.sets()).forEach(terminal::println);
    terminal.println(summary(rebuilt));
    rebuilt.old().ifPresent(old -> terminal.println("the catalog before is kept as " + old));
    rebuilt.problems().forEach(terminal::notice);
    return rebuilt.hasAllLabels() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** So that jobs whose processes are gone do not count as active. */
  private void follow() throws IOException {
    try {
      Optional<Catalog> opened = Catalog.open(cache, Clock.systemUTC());
      if (opened.isPresent()) {
        try (Catalog catalog = opened.get()) {
          Following.asFarAsPossible(terminal, catalog, catalog.submissions().active());
        }
      }
    } catch (CatalogBusyException | StaleViewException e) {
      throw e;
    } catch (LostCatalogException | OtherDatabaseException | CatalogException e) {
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
            Numbers.counted(sets.stream().mapToLong(CatalogRebuild::samples).sum(), "sample"),
            sets.stream().mapToLong(set -> samples(set) - set.raw().samples()).sum());
  }

  private static long samples(ParamSetCounts set) {
    return set.groups().stream().mapToLong(GroupRow::samples).sum();
  }
}
