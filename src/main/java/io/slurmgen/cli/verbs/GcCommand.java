package io.slurmgen.cli.verbs;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.submission.ByteSizes;
import io.slurmgen.upkeep.GarbageCollection;
import io.slurmgen.upkeep.Leftover;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes what crashes and finished submissions have left. */
public final class GcCommand implements Command {

  private final Input<Boolean> isDryRun =
      InputForm.option("--dry-run", "only show what would be removed").flag();

  @Override
  public String description() {
    return """
    Removes what nobody needs: torn tails and chunks that were made again by another attempt,
    segments that hold nothing else, temporary files of killed commands, and the classes, logs
    and batch scripts of submissions whose jobs are all done, cancelled or released. What jobs
    that failed may need stays, and so does every sample that is not recorded elsewhere. With
    -v each file is named.

    Cancelled jobs on Slurm cannot be retried any more afterwards; generate makes their samples.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(isDryRun);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    Optional<Catalog> opened = Catalog.open(new CacheDirectory(directory), Clock.systemUTC());
    if (opened.isEmpty()) {
      terminal.println("nothing to remove");
      return ExitCode.DONE;
    }
    try (Catalog catalog = opened.get()) {
      // What jobs have written and not recorded is recorded first, as by every other command.
      Following.asFarAsPossible(terminal, catalog, catalog.submissions().active());
      List<Leftover> found = new ArrayList<>();
      List<String> kept = new ArrayList<>();
      new GarbageCollection(catalog, Clock.systemUTC())
          .run(isDryRun.value(), found::add, kept::add);
      print(terminal, found);
      kept.forEach(terminal::notice);
      return ExitCode.DONE;
    }
  }

  private void print(Terminal terminal, List<Leftover> found) {
    for (Leftover.Kind kind : Leftover.Kind.values()) {
      List<Leftover> ofKind = found.stream().filter(left -> left.kind() == kind).toList();
      if (!ofKind.isEmpty()) {
        terminal.println(kind.text() + ": " + sum(ofKind));
        if (terminal.isVerbose()) {
          ofKind.forEach(
              left -> terminal.println("  " + left.path() + ": " + ByteSizes.text(left.bytes())));
        }
      }
    }
    if (found.isEmpty()) {
      terminal.println("nothing to remove");
    } else {
      terminal.println((isDryRun.value() ? "would free " : "freed ") + sum(found));
    }
  }

  private static String sum(List<Leftover> some) {
    return Numbers.counted(some.size(), "file")
        + ", "
        + ByteSizes.text(some.stream().mapToLong(Leftover::bytes).sum());
  }
}
