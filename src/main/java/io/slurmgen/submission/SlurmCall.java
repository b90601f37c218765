package io.slurmgen.submission;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.BatchScript;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.value.ArraySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One sbatch call for jobs of a submission.
 *
 * @param request as the catalog keeps it
 * @param sbatch the call
 * @param script what each task runs
 */
record SlurmCall(JobArrayRow.Request request, Sbatch sbatch, BatchScript script) {

  /** The calls for some jobs: one, or more beyond MaxArraySize. */
  static List<SlurmCall> of(
      CacheDirectory cache,
      int maxArraySize,
      SubmissionRow submission,
      List<JobRow> jobs,
      SlurmSettings settings) {
    List<Integer> numbers = jobs.stream().map(JobRow::number).toList();
    List<SlurmCall> calls = new ArrayList<>();
    for (ArraySpec spec : ArraySpec.of(numbers, maxArraySize, settings.maxParallel())) {
      calls.add(of(cache, submission, spec, settings));
    }
    return calls;
  }

  private static SlurmCall of(
      CacheDirectory cache, SubmissionRow submission, ArraySpec spec, SlurmSettings settings) {
    JobArrayRow.Request request = request(submission, spec, settings);
    return new SlurmCall(
        request,
        sbatch(cache, submission, request.name(), spec, settings),
        TaskScript.of(cache.user(), submission, spec.firstJob(), settings));
  }

  private static JobArrayRow.Request request(
      SubmissionRow submission, ArraySpec spec, SlurmSettings settings) {
    String name =
        "sg-%s-%d-%s"
            .formatted(
                submission.paramSet().dataset(),
                submission.id(),
                UUID.randomUUID().toString().substring(24));
    return new JobArrayRow.Request(
        name,
        spec.jobs(),
        spec.toString(),
        spec.firstJob(),
        settings.time().duration().toMinutes(),
        settings.memory().toString(),
        settings.maxParallel(),
        settings.userOptions());
  }

  private static Sbatch sbatch(
      CacheDirectory cache,
      SubmissionRow submission,
      String name,
      ArraySpec spec,
      SlurmSettings settings) {
    Path folder = cache.submission(submission.id());
    return new Sbatch(
        name,
        spec,
        settings.time(),
        settings.memory(),
        settings.grace(),
        Sbatch.userOptions(settings.userOptions()),
        folder.resolve(name + ".sh"),
        folder.resolve("environment"),
        cache.user(),
        cache.submissionLogs(submission.id()));
  }
}
