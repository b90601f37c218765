package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.TaskStatus;
import io.slurmgen.submission.DeadSubmitters;
import io.slurmgen.submission.SlurmFollower;
import io.slurmgen.task.UnrecordedSegments;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the catalog up to date with processes, segments and Slurm. */
final class Following {

  private final Catalog catalog;
  private final Optional<Slurm> slurm;

  Following(Catalog catalog, Optional<Slurm> slurm) {
    this.catalog = catalog;
    this.slurm = slurm;
  }

  /** Follows with the Slurm of this machine, which is only looked for where jobs are with Slurm. */
  static Following of(Catalog catalog, List<SubmissionRow> submissions) throws IOException {
    boolean onSlurm =
        submissions.stream().anyMatch(submission -> submission.executor() == ExecutorKind.SLURM);
    return new Following(catalog, onSlurm ? Slurm.find(System.getenv()) : Optional.empty());
  }

  /** What Slurm says of the unfinished tasks of a submission, by the keys of their jobs. */
  Map<Long, TaskStatus> update(SubmissionRow submission) throws IOException {
    return update(List.of(submission));
  }

  /** What Slurm says of the unfinished tasks of submissions, by the keys of their jobs. */
  Map<Long, TaskStatus> update(List<SubmissionRow> submissions) throws IOException {
    new UnrecordedSegments(catalog).adopt();
    DeadSubmitters.mark(catalog);
    return slurm.isEmpty()
        ? Map.of()
        : new SlurmFollower(catalog, slurm.get(), Clock.systemUTC(), SlurmFollower.GRACE)
            .follow(submissions);
  }
}
