package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.JobSearch;
import io.slurmgen.slurm.Slurm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sbatch calls that were decided, and of which it is not recorded what became of them.
 *
 * <p>An attempt of one of its jobs proves that an array was submitted, and tells its id. Else its
 * name tells: a name that squeue does not know neither waits nor runs, so nothing is lost by
 * submitting its jobs again. That of another cluster is left to it. One whose process may still be
 * about to make the call is left alone.
 */
final class IntendedArrays {

  private final Catalog catalog;
  private final Slurm slurm;

  IntendedArrays(Catalog catalog, Slurm slurm) {
    this.catalog = catalog;
    this.slurm = slurm;
  }

  /** Records what became of them, as far as that is certain. */
  void settle(Instant now) throws IOException {
    for (JobArrayRow array : catalog.jobArrays().intended()) {
      if (!array.isOn(slurm.cluster())) {
        continue;
      }
      Optional<SubmissionRow> submission = catalog.submissions().find(array.submissionId());
      if (submission.filter(by -> DeadSubmitters.isGone(by, now)).isPresent()) {
        settle(submission.get(), array, Duration.between(array.created(), now));
      }
    }
  }

  private void settle(SubmissionRow submission, JobArrayRow array, Duration age)
      throws IOException {
    OptionalLong ofAttempts = idByAttempts(submission, array);
    if (ofAttempts.isPresent()) {
      catalog.jobArrays().submitted(array, ofAttempts.getAsLong());
      return;
    }
    JobSearch search = slurm.findByName(array.request().name(), age);
    if (!search.jobs().isEmpty()) {
      catalog.jobArrays().submitted(array, search.jobs().get(0).value());
    } else if (search.certainlyNone()) {
      catalog.jobArrays().rejected(array, "Slurm does not know it: the submission was cut short");
    }
  }

  /** An attempt that belongs to no other array of the submission is one of this array. */
  private OptionalLong idByAttempts(SubmissionRow submission, JobArrayRow array)
      throws IOException {
    Set<Long> others =
        catalog.jobArrays().of(submission).stream()
            .flatMap(other -> other.slurmJobId().stream().boxed())
            .collect(Collectors.toSet());
    return submission.jobs().stream()
        .filter(job -> array.request().jobs().contains(job.number()))
        .flatMap(job -> job.newest().stream())
        .flatMap(newest -> newest.slurmJob().stream())
        .mapToLong(task -> Long.parseLong(task.split("_")[0]))
        .filter(id -> !others.contains(id))
        .findFirst();
  }
}
