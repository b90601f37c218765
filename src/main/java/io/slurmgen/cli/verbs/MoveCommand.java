package io.slurmgen.cli.verbs;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Catalogs;
import io.slurmgen.cli.args.GroupName;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.ParamSetChoice;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.ShortageText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.submission.Shortage;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Assigns raw samples to a group. */
public final class MoveCommand implements Command {
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(20);

  private final Input<String> dataset = InputForm.argument("DATASET", "the dataset's name").text();

  private final Input<Long> samples =
      InputForm.argument("N", "how many samples to move").wholeNumber(0, Numbers.MOST_SAMPLES);

  private final Input<String> group =
      InputForm.argument(
              "GROUP", "where to: letters, digits, _ . and -, such as train; made if it is new")
          .text();

  private final Input<String> paramSet = ParamSetChoice.input();

  private final Input<Boolean> isYes = InputForm.option("--yes", "do not ask").or("-y").flag();

  @Override
  public String description() {
    return """
    Assigns raw samples to a group, the oldest first. All N samples are moved or none. A sample
    that has a group keeps it for ever: nothing moves it back or on.

      slurm-gen move noisy_sine 720 train
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(dataset, samples, group, paramSet, isYes);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws IOException {
    GroupName.check(group.value());
    try (Catalog catalog = Catalogs.existing(directory, dataset.value())) {
      new UnrecordedSegments(catalog).adopt(RECORD_PATIENCE, terminal::notice);
      ParamSetCounts chosen =
          ParamSetChoice.of(
              Catalogs.paramSets(catalog, dataset.value()), paramSet.value(), directory);
      if (samples.value() == 0) {
        terminal.println("0 samples asked for: nothing to do");
        return ExitCode.DONE;
      }
      if (chosen.raw().samples() < samples.value()) {
        return tooFew(terminal, catalog, chosen.paramSet(), chosen.raw().samples());
      }
      if (!isYes.value() && !terminal.confirm(question(chosen))) {
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
            samples.value(),
            raw,
            name(from.paramSet()),
            group.value(),
            raw - samples.value(),
            group.value(),
            samplesOf(from, group.value()) + samples.value());
  }

  private ExitCode move(Terminal terminal, Catalog catalog, ParamSetRow set) throws IOException {
    long raw = catalog.groups().move(set.id(), samples.value(), group.value());
    if (raw < samples.value()) {
      return tooFew(terminal, catalog, set, raw);
    }
    ParamSetCounts now = catalog.counts().of(set);
    terminal.println(
        "%s of %s moved to %s: raw has %d now, %s %d"
            .formatted(
                counted(samples.value()),
                name(set),
                group.value(),
                now.raw().samples(),
                group.value(),
                samplesOf(now, group.value())));
    return ExitCode.DONE;
  }

  private ExitCode tooFew(Terminal terminal, Catalog catalog, ParamSetRow set, long raw)
      throws IOException {
    return ShortageText.print(
        terminal,
        "%s has %s in raw".formatted(name(set), counted(raw)),
        Shortage.ofRaw(catalog, set, samples.value() - raw));
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
