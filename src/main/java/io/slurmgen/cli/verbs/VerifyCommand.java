package io.slurmgen.cli.verbs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.check.Integrity;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.ProgressDisplay;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.cli.text.VerifyJson;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.StaleViewException;
import io.slurmgen.submission.ByteSizes;
import io.slurmgen.upkeep.Diagnosis;
import io.slurmgen.upkeep.LeftoverCount;
import io.slurmgen.upkeep.Verification;
import io.slurmgen.upkeep.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Compares the catalog with itself, its journal and the segments. */
public final class VerifyCommand implements Command {

  private final Input<Boolean> json = InputForm.option("--json", "print one JSON object").flag();

  @Override
  public String description() {
    return """
    Checks that every recorded sample is there: the catalog with its counts and references,
    the journal of moves, and each chunk of every segment with its checksum. Prints a line for
    each thing that is not as it should be, with what mends it, and exits with 1 then.

    Changes nothing, and may run while jobs do. What attempts that were superseded or killed
    have left in segments is counted, and is no fault.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(json);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    Verified verified = verify(terminal, new CacheDirectory(directory));
    if (json.value()) {
      terminal.println(new ObjectMapper().writeValueAsString(VerifyJson.of(verified)));
    } else {
      verified.diagnoses().stream().map(Diagnosis::line).forEach(terminal::println);
      terminal.println(summary(verified));
      tell(terminal, directory, verified.leftovers());
    }
    return verified.diagnoses().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Verified verify(Terminal terminal, CacheDirectory directory) throws IOException {
    try {
      Optional<Catalog> opened = Catalog.openUnchanged(directory, Clock.systemUTC());
      if (opened.isEmpty()) {
        return Verified.NOTHING;
      }
      try (Catalog catalog = opened.get()) {
        return verify(terminal, catalog);
      }
    } catch (CatalogBusyException | StaleViewException e) {
      throw e;
    } catch (CatalogException damaged) {
      return Verification.unreadable(directory, damaged);
    }
  }

  static Verified verify(Terminal terminal, Catalog catalog) throws IOException {
    AtomicLong read = new AtomicLong();
    try (ProgressDisplay progress =
        ProgressDisplay.ofBytes(terminal, Integrity.of(catalog).recordedBytes())) {
      return Verification.run(catalog, bytes -> progress.show(read.addAndGet(bytes)));
    }
  }

  private static String summary(Verified verified) {
    String what =
        "%s in %s of %s (%s)"
            .formatted(
                Numbers.counted(verified.samples(), "sample"),
                Numbers.counted(verified.chunks(), "chunk"),
                Numbers.counted(verified.segments(), "segment"),
                ByteSizes.text(verified.bytes()));
    int faults = verified.diagnoses().size();
    return faults == 0
        ? what + (verified.samples() == 1 ? " is" : " are") + " as recorded"
        : "%s found in %s".formatted(Numbers.counted(faults, "fault"), what);
  }

  private static void tell(Terminal terminal, Path directory, LeftoverCount leftovers) {
    if (leftovers.files() > 0) {
      terminal.println(
          "%s in %s belong to no sample (%s): %s removes what nobody needs of them"
              .formatted(
                  ByteSizes.text(leftovers.bytes()),
                  Numbers.counted(leftovers.files(), "segment"),
                  Numbers.counted(leftovers.chunks(), "whole chunk"),
                  ProposedCommand.command(directory, "gc")));
    }
  }
}
