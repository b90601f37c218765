package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.SubmissionChoice;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/** Cancels the jobs of a submission. */
public final class CancelCommand implements Command {

  private final Input<Long> number = SubmissionChoice.input();

  private final Input<Boolean> yes = InputForm.option("--yes", "do not ask").or("-y").flag();

  @Override
  public String description() {
    return """
    Cancels the jobs of a submission that have not ended. What they have made so far is kept.
    Those of a process on another host are given up, after a question or with -y: should it
    live after all, samples that are made again meanwhile are not taken from it as well.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(number, yes);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    try (Catalog catalog = SubmissionChoice.open(directory, number.value())) {
      SubmissionRow submission = SubmissionChoice.find(catalog, number.value());
      Following.asFarAsPossible(terminal, catalog, List.of(submission));
      submission = SubmissionChoice.find(catalog, number.value());
      List<JobRow> active =
          submission.jobs().stream().filter(job -> job.state().isActive()).toList();
      if (active.isEmpty()) {
        terminal.println("submission %d has no unfinished jobs".formatted(number.value()));
        return ExitCode.DONE;
      }
      boolean cancelled =
          submission.executor() == ExecutorKind.LOCAL
              ? giveUp(terminal, catalog, submission)
              : cancel(catalog, submission);
      terminal.println(
          cancelled
              ? "submission %d: %s cancelled"
                  .formatted(number.value(), Numbers.counted(active.size(), "job"))
              : "submission %d goes on".formatted(number.value()));
      return cancelled ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** Nobody can ask another host whether a process lives, but its attempts can be shut out. */
  private boolean giveUp(Terminal terminal, Catalog catalog, SubmissionRow submission)
      throws IOException {
    String process = "process %d on %s".formatted(submission.pid(), submission.node());
    if (submission.node().equals(Submitter.thisNode())) {
      throw new UserError(
          "submission %d runs in %s: end it there with Ctrl-C, or kill %d"
              .formatted(submission.id(), process, submission.pid()));
    }
    String question =
        "Submission %d runs in %s, which cannot be asked from here. Give it up?"
            .formatted(submission.id(), process);
    if (!yes.value() && !terminal.confirm(question)) {
      return false;
    }
    catalog
        .jobEnds()
        .end(
            submission,
            EnumSet.of(JobState.PENDING, JobState.RUNNING),
            JobEnd.of(JobState.CANCELLED, EndReason.CANCELLED, process + " was given up"));
    return true;
  }

  private static boolean cancel(Catalog catalog, SubmissionRow submission) throws IOException {
    Slurm slurm =
        Slurm.find(System.getenv())
            .orElseThrow(() -> new UserError("there is no scancel here; try on a login node"));
    Following.refuseOtherClusters(catalog, submission, slurm, "nothing was cancelled");
    // Pending tasks must not start any more; running ones record what they have when they end.
    catalog
        .jobEnds()
        .end(
            submission,
            EnumSet.of(JobState.PENDING),
            JobEnd.of(JobState.CANCELLED, EndReason.CANCELLED, "by slurm-gen cancel"));
    List<JobArrayRow> arrays =
        catalog.jobArrays().of(submission).stream()
            .filter(array -> array.slurmJobId().isPresent() && array.isOn(slurm.cluster()))
            .toList();
    slurm.cancel(
        arrays.stream().map(array -> new JobId(array.slurmJobId().getAsLong())).toList(),
        arrays.stream().map(array -> array.request().name()).collect(Collectors.toSet()));
    return true;
  }
}
