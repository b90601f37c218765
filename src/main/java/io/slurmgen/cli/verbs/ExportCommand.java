package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.ExportFormat;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.InsufficientSamplesException;
import io.slurmgen.cache.Samples;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Catalogs;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.ParamSetChoice;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Failure;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the samples of a group as one file of another tool's format. */
public final class ExportCommand implements Command {
  /** How long samples that could not be recorded earlier may hold up this command. */
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(20);

  private static final int BUFFER_BYTES = 1 << 18;

  /** The number of links that Linux follows. */
  private static final int MOST_LINKS = 40;

  private final Input<String> dataset = InputForm.argument("DATASET", "the dataset's name").text();

  private final Input<String> group =
      InputForm.argument("GROUP", "the group's name; raw is one").text();

  private final Input<String> paramSet = ParamSetChoice.input();

  private final Input<Long> samples =
      InputForm.option("--samples", "N", "only the group's first N samples")
          .or("-n")
          .wholeNumber(1, Numbers.MOST_SAMPLES);

  private final Input<String> format =
      InputForm.option(
              "--format",
              "arrow|csv|jsonl",
              "arrow: an Arrow IPC file (for pandas, Polars, R); csv: arrays as JSON text; jsonl:"
                  + " JSON lines, which have null for NaN and infinities (default: arrow)")
          .text()
          .otherwise("arrow");

  private final Input<String> output =
      InputForm.option("--output", "FILE", "where to").or("-o").required().text();

  @Override
  public String description() {
    return """
    Writes the samples of a group as one file, in the group's order. The file is there whole
    or not at all; one of that name is replaced.

      slurm-gen export noisy_sine train --format csv -o train.csv
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(dataset, group, paramSet, samples, format, output);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws IOException {
    ExportFormat chosen = format();
    Path file = file();
    int number = paramSetNumber(terminal, directory);
    try (Cache cache = Cache.open(directory)) {
      Group from = cache.dataset(dataset.value()).paramSet(number).group(group.value());
      Samples chosenSamples = samples.hasValue() ? from.get(samples.value()) : from.get();
      refuseNone(directory, from, chosenSamples);
      write(file, chosen, chosenSamples);
      terminal.println(
          "%s of %s written to %s"
              .formatted(Numbers.counted(chosenSamples.size(), "sample"), from, output.value()));
      return ExitCode.DONE;
    } catch (InsufficientSamplesException e) {
      terminal.notice("slurm-gen: " + e.getMessage());
      return ExitCode.NOT_ENOUGH_SAMPLES;
    }
  }

  private void write(Path file, ExportFormat chosen, Samples samples) throws IOException {
    try {
      DurableFile.write(
          file,
          out -> {
            BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
            chosen.write(samples, buffered);
            buffered.flush();
          });
    } catch (FileSystemException e) {
      // It names the file that is renamed at the end, of which the user knows nothing.
      throw new IOException("-o " + output.value() + ": " + Failure.reason(e), e);
    }
  }

  private static void refuseNone(Path directory, Group from, Samples samples) {
    if (samples.size() == 0) {
      throw new UserError(
          from
              + " has no samples; "
              + ProposedCommand.command(directory, "list")
              + " shows the groups that have");
    }
  }

  private int paramSetNumber(Terminal terminal, Path directory) throws IOException {
    try (Catalog catalog = Catalogs.existing(directory, dataset.value())) {
      new UnrecordedSegments(catalog).adopt(RECORD_PATIENCE, terminal::notice);
      return ParamSetChoice.of(
              Catalogs.paramSets(catalog, dataset.value()), paramSet.value(), directory)
          .paramSet()
          .number();
    }
  }

  private ExportFormat format() {
    return Arrays.stream(ExportFormat.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(format.value()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "--format %s: one of %s is needed"
                        .formatted(
                            format.value(),
                            Arrays.stream(ExportFormat.values())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Returns the place of the file; a symbolic link stays, and the file that it leads to is
   * replaced.
   */
  private Path file() throws IOException {
    try {
      Path file = Path.of(output.value()).toAbsolutePath();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new UserError(
            "-o " + output.value() + ": this is no regular file, which could be replaced");
      }
      for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(file); i++) {
        file = file.resolveSibling(Files.readSymbolicLink(file));
      }
      if (!Files.isDirectory(file.getParent())) {
        throw new UserError(
            "-o " + output.value() + ": a file in a directory that exists is needed");
      }
      return file;
    } catch (InvalidPathException e) {
      throw new UserError("-o " + output.value() + ": " + e.getReason(), e);
    }
  }
}
