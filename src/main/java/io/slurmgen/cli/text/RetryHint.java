package io.slurmgen.cli.text;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.submission.SlurmSubmitter;
import io.slurmgen.submission.SubmissionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command that makes the missing samples of a submission. */
public final class RetryHint {

  private RetryHint() {}

  /**
   * The hint for a submission of a directory.
   *
   * @return one line, empty where no job of it can make more samples
   */
  public static Optional<String> of(Path directory, SubmissionStatus status) {
    List<JobRow> jobs = status.retriable();
    String id = Long.toString(status.submission().id());
    if (jobs.isEmpty()) {
      return Optional.empty();
    } else if (hasLostItsClasses(directory, status.submission())) {
      return Optional.of(SlurmSubmitter.classesAreGone(status.submission()).getMessage());
    } else if (!jobs.stream().allMatch(RetryHint::failedInGenerator)) {
      return Optional.of(
          "to make the missing samples: " + ProposedCommand.command(directory, "retry", id));
    }
    // Slurm's tasks run the code that was submitted, so mending it would not change anything.
    String mended =
        status.submission().executor() == ExecutorKind.LOCAL
            ? ", once its code is mended"
            : " with the same code";
    return Optional.of(
        "to make the missing samples%s: %s"
            .formatted(mended, ProposedCommand.command(directory, "retry", id, "--all")));
  }

  /** Whether a submission to Slurm lacks its classes; local ones are compiled anew. */
  private static boolean hasLostItsClasses(Path directory, SubmissionRow submission) {
    Path classes = new CacheDirectory(directory).submissionClasses(submission.id());
    return submission.executor() == ExecutorKind.SLURM && !Files.isDirectory(classes);
  }

  /** Whether a job ended by what the user's code threw, so that it is likely to do so again. */
  public static boolean failedInGenerator(JobRow job) {
    return job.reason().filter(EndReason.GENERATOR::equals).isPresent();
  }
}
