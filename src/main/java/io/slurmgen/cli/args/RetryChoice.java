package io.slurmgen.cli.args;

import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.RetryHint;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.SubmissionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which jobs a retry runs, of those that have ended without all their samples.
 *
 * @param jobs those that it runs
 * @param ending those that Slurm has not ended yet and may requeue
 * @param generatorFailed those that are likely to fail again
 */
public record RetryChoice(List<JobRow> jobs, List<JobRow> ending, List<JobRow> generatorFailed) {

  /**
   * The choice for a submission.
   *
   * @param slurm what Slurm says of its tasks, by the keys of their jobs
   * @param all whether those whose generator failed are to run as well
   */
  public static RetryChoice of(SubmissionRow submission, Map<Long, TaskStatus> slurm, boolean all) {
    RetryChoice choice = new RetryChoice(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    new SubmissionStatus(submission, slurm)
        .retriable()
        .forEach(job -> choice.place(job, slurm.get(job.id()), all).add(job));
    return choice;
  }

  private List<JobRow> place(JobRow job, TaskStatus status, boolean all) {
    if (status != null && !status.state().isFinished()) {
      return ending;
    }
    return RetryHint.failedInGenerator(job) && !all ? generatorFailed : jobs;
  }

  /** A line for each kind of jobs that is left out. */
  public List<String> tellWhatIsLeftOut() {
    List<String> lines = new ArrayList<>();
    if (!ending.isEmpty()) {
      lines.add(tellEnding());
    }
    if (!generatorFailed.isEmpty()) {
      lines.add(tellGeneratorFailed() + "; --all includes such jobs");
    }
    return lines;
  }

  public String tellEnding() {
    return Numbers.counted(ending.size(), "job")
        + " left out, which Slurm has not ended yet and may requeue";
  }

  public String tellGeneratorFailed() {
    return "%s left out, whose generator failed (%s)"
        .formatted(
            Numbers.counted(generatorFailed.size(), "job"),
            generatorFailed.get(0).error().orElse("no reason known"));
  }
}
