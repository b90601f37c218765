package io.slurmgen.cli.text;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.TaskId;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The output of tasks. */
public final class TaskLogs {

  private static final int TAIL_BYTES = 64 * 1024;

  private final Catalog catalog;
  private final Map<Long, JobArrayRow> arrays = new HashMap<>();

  public TaskLogs(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The file with the output of a job's newest attempt, if there is one. On Slurm that is the
   * output of the newest task, which may have failed before it could start an attempt.
   */
  public Optional<Path> of(JobRow job) throws IOException {
    Optional<Path> ofTask = ofTask(job);
    Optional<String> recorded = job.newest().flatMap(JobRow.Newest::log);
    return ofTask.isPresent() || recorded.isEmpty() ? ofTask : ofAttempt(recorded.get());
  }

  private Optional<Path> ofAttempt(String recorded) throws IOException {
    return Optional.of(catalog.directory().log(recorded)).filter(Files::exists);
  }

  /** Whether a job had output that was removed with all that was kept of its submission. */
  public boolean areGone(SubmissionRow submission, JobRow job) {
    return job.newest().flatMap(JobRow.Newest::log).isPresent()
        && !Files.isDirectory(catalog.directory().submissionLogs(submission.id()));
  }

  private Optional<Path> ofTask(JobRow job) throws IOException {
    if (job.jobArrayId().isEmpty()) {
      return Optional.empty();
    }
    long id = job.jobArrayId().getAsLong();
    JobArrayRow array = arrays.get(id);
    if (array == null) {
      array = catalog.jobArrays().find(Set.of(id)).get(0);
      arrays.put(id, array);
    }
    Path folder = catalog.directory().submissionLogs(array.submissionId());
    int index = array.indexOf(job);
    return array.slurmJobId().stream()
        .mapToObj(slurm -> Sbatch.outputFile(folder, new TaskId(new JobId(slurm), index)))
        .map(catalog.directory()::withoutLinks)
        .filter(Files::exists)
        .findFirst();
  }

  /** The last lines of a file. */
  public static List<String> lastLines(Path file, int lines) throws IOException {
    Charset anyBytes = StandardCharsets.UTF_8;
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      byte[] tail = java.nio.channels.Channels.newInputStream(channel).readAllBytes();
      List<String> all = new String(tail, anyBytes).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    }
  }
}
