package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** Waits for the end of a submission. */
final class WaitCommand implements Command {

  @Argument(metaVar = "SUBMISSION", usage = "its number (default: the newest)")
  @WholeNumber(from = 1, hint = SubmissionChoice.HINT)
  private Long number;

  @Option(
      name = "--poll",
      metaVar = "SECONDS",
      usage = "the least time between two questions to Slurm (default: 10)")
  @WholeNumber(from = 1)
  private int pollSeconds = 10;

  @Override
  public String description() {
    return """
        Waits for a submission, with its progress. Ends with exit code 0 only when all its samples
        are there, and with 1 when none of its jobs can make more of them. Ctrl-C ends the waiting,
        not the jobs.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    try (Catalog catalog = open(directory)) {
      SubmissionRow submission =
          SubmissionChoice.find(catalog, number == null ? newest(catalog) : number);
      Optional<Slurm> slurm =
          submission.executor() == ExecutorKind.SLURM
              ? Slurm.find(System.getenv())
              : Optional.empty();
      return new Waiting(terminal, catalog, slurm, pollSeconds).forEnd(submission.id());
    }
  }

  private Catalog open(Path directory) throws IOException {
    return Catalog.open(new CacheDirectory(directory), Clock.systemUTC())
        .orElseThrow(() -> number == null ? noneYet() : SubmissionChoice.unknown(number));
  }

  private static UserError noneYet() {
    return new UserError(
        "there are no submissions yet; slurm-gen generate makes one, see slurm-gen generate --help");
  }

  private static long newest(Catalog catalog) throws IOException {
    return catalog.submissions().newest().orElseThrow(WaitCommand::noneYet);
  }
}
