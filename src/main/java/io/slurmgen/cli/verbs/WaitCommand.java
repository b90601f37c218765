package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.SubmissionChoice;
import io.slurmgen.cli.run.Waiting;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Waits for the end of a submission. */
public final class WaitCommand implements Command {

  private final Input<Long> number = SubmissionChoice.inputOr("the newest");

  private final Input<Long> pollSeconds =
      InputForm.option(
              "--poll", "SECONDS", "the least time between two questions to Slurm (default: 10)")
          .wholeNumber(1, Integer.MAX_VALUE)
          .otherwise(10L);

  @Override
  public String description() {
    return """
    Waits for a submission, with its progress. Ends with exit code 0 only when all its samples
    are there, and with 1 when none of its jobs can make more of them. Ctrl-C ends the waiting,
    not the jobs.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(number, pollSeconds);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    try (Catalog catalog = open(directory)) {
      SubmissionRow submission =
          SubmissionChoice.find(catalog, number.hasValue() ? number.value() : newest(catalog));
      Optional<Slurm> slurm =
          submission.executor() == ExecutorKind.SLURM
              ? Slurm.find(System.getenv())
              : Optional.empty();
      return new Waiting(terminal, catalog, slurm, pollSeconds.value().intValue())
          .forEnd(submission.id());
    }
  }

  private Catalog open(Path directory) throws IOException {
    return Catalog.open(new CacheDirectory(directory), Clock.systemUTC())
        .orElseThrow(
            () -> number.hasValue() ? SubmissionChoice.unknown(number.value()) : noneYet());
  }

  private static UserError noneYet() {
    return new UserError(
        "there are no submissions yet; slurm-gen generate makes one, see slurm-gen generate"
            + " --help");
  }

  private static long newest(Catalog catalog) throws IOException {
    return catalog.submissions().newest().orElseThrow(WaitCommand::noneYet);
  }
}
