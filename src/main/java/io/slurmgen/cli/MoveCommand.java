package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.GroupRow;
import io.slurmgen.catalog.ParamSetCounts;
import io.slurmgen.catalog.ParamSetRow;
import io.slurmgen.submission.Shortage;
import io.slurmgen.task.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** Assigns raw samples to a group. */
final class MoveCommand implements Command {
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(20);

  @Argument(index = 0, metaVar = "DATASET", required = true, usage = "the dataset's name")
  private String dataset;

  @Argument(index = 1, metaVar = "N", required = true, usage = "how many samples to move")
  @WholeNumber(from = 0, to = Numbers.MOST_SAMPLES)
  private long samples;

  @Argument(
      index = 2,
      metaVar = "GROUP",
      required = true,
      usage = "where to: letters, digits, _ . and -, such as train; made if it is new")
  private String group;

  @Option(name = "--params", aliases = "-p", metaVar = "PARAMSET", usage = ParamSetChoice.USAGE)
  private String paramSet;

  @Option(name = "--yes", aliases = "-y", usage = "do not ask")
  private boolean isYes;

  @Override
  public String description() {
    return """
        Assigns raw samples to a group, the oldest first. All N samples are moved or none. A sample
        that has a group keeps it for ever: nothing moves it back or on.

          slurm-gen move noisy_sine 720 train
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws IOException {
    GroupName.check(group);
    try (Catalog catalog = Catalogs.existing(directory, dataset)) {
      new UnrecordedSegments(catalog).adopt(RECORD_PATIENCE, terminal::notice);
      ParamSetCounts chosen =
          ParamSetChoice.of(Catalogs.paramSets(catalog, dataset), paramSet, directory);
      if (samples == 0) {
        terminal.println("0 samples asked for: nothing to do");
        return ExitCode.DONE;
      }
      if (chosen.raw().samples() < samples) {
        return tooFew(terminal, catalog, chosen.paramSet(), chosen.raw().samples());
      }
      if (!isYes && !terminal.confirm(question(chosen))) {
        terminal.notice("nothing was moved");
        return ExitCode.FAILED;
      }
      return move(terminal, catalog, chosen.paramSet());
    }
  }

  private String question(ParamSetCounts from) {
    long raw = from.raw().samples();
    return "Move %d of %d raw samples of %s to %s, for good? Then raw has %d and %s %d."
        .formatted(
            samples,
            raw,
            name(from.paramSet()),
            group,
            raw - samples,
            group,
            samplesOf(from, group) + samples);
  }

  private ExitCode move(Terminal terminal, Catalog catalog, ParamSetRow set) throws IOException {
    long raw = catalog.groups().move(set.id(), samples, group);
    if (raw < samples) {
      return tooFew(terminal, catalog, set, raw);
    }
    ParamSetCounts now = Catalogs.counts(catalog, set);
    terminal.println(
        "%s of %s moved to %s: raw has %d now, %s %d"
            .formatted(
                counted(samples),
                name(set),
                group,
                now.raw().samples(),
                group,
                samplesOf(now, group)));
    return ExitCode.DONE;
  }

  private ExitCode tooFew(Terminal terminal, Catalog catalog, ParamSetRow set, long raw)
      throws IOException {
    return ShortageText.print(
        terminal,
        "%s has %s in raw".formatted(name(set), counted(raw)),
        Shortage.ofRaw(catalog, set, samples - raw));
  }

  private static String counted(long samples) {
    return samples == 1 ? "1 sample" : samples + " samples";
  }

  private static String name(ParamSetRow set) {
    return set.dataset() + " " + set.number();
  }

  private static long samplesOf(ParamSetCounts set, String group) {
    return set.groups().stream()
        .filter(row -> row.name().equals(group))
        .mapToLong(GroupRow::samples)
        .sum();
  }
}
