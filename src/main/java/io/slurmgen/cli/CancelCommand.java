package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.EndReason;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.JobArrayRow;
import io.slurmgen.catalog.JobEnd;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.JobState;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.JobId;
import io.slurmgen.slurm.Slurm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.kohsuke.args4j.Argument;

/** Cancels the jobs of a submission. */
final class CancelCommand implements Command {

  @Argument(metaVar = "SUBMISSION", required = true, usage = "its number")
  private long number;

  @Override
  public String description() {
    return """
        Cancels the jobs of a submission that have not ended. What they have made so far is kept.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    try (Catalog catalog = SubmissionChoice.open(directory, number)) {
      SubmissionRow submission = SubmissionChoice.find(catalog, number);
      Following.updateIfPossible(terminal, catalog, List.of(submission));
      submission = SubmissionChoice.find(catalog, number);
      List<JobRow> active =
          submission.jobs().stream().filter(job -> job.state().isActive()).toList();
      if (active.isEmpty()) {
        terminal.println("submission %d has no unfinished jobs".formatted(number));
        return ExitCode.DONE;
      }
      cancel(catalog, submission);
      terminal.println("submission %d: %d jobs cancelled".formatted(number, active.size()));
      return ExitCode.DONE;
    }
  }

  private static void cancel(Catalog catalog, SubmissionRow submission) throws IOException {
    if (submission.executor() == ExecutorKind.LOCAL) {
      throw new UserError(
          "submission %d runs in process %d on %s: end it there with Ctrl-C, or kill %d"
              .formatted(submission.id(), submission.pid(), submission.node(), submission.pid()));
    }
    Slurm slurm =
        Slurm.find(System.getenv())
            .orElseThrow(() -> new UserError("there is no scancel here; try on a login node"));
    // Pending tasks must not start any more; running ones record what they have when they end.
    catalog
        .submissions()
        .end(
            submission,
            EnumSet.of(JobState.PENDING),
            JobEnd.of(JobState.CANCELLED, EndReason.CANCELLED, "cancelled"));
    slurm.cancel(
        catalog.jobArrays().of(submission).stream()
            .map(JobArrayRow::slurmJobId)
            .filter(id -> id.isPresent())
            .map(id -> new JobId(id.getAsLong()))
            .toList());
  }
}
