package io.slurmgen.cli.run;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.DeadSubmitters;
import io.slurmgen.submission.SlurmFollower;
import io.slurmgen.unrecorded.UnrecordedSegments;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the catalog up to date with processes, segments and Slurm. */
public final class Following {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Terminal terminal;
  private final Catalog catalog;
  private final Optional<Slurm> slurm;
  private boolean saidThatSlurmIsAway;
  private boolean saidThatNothingIsWritten;
  private final Set<Long> saidToBeElsewhere = new HashSet<>();

  Following(Terminal terminal, Catalog catalog, Optional<Slurm> slurm) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.slurm = slurm;
  }

  /** Follows with the Slurm of this machine, which is only looked for where jobs are with Slurm. */
  public static Following of(Terminal terminal, Catalog catalog, List<SubmissionRow> submissions)
      throws IOException {
    boolean onSlurm =
        submissions.stream().anyMatch(submission -> submission.executor() == ExecutorKind.SLURM);
    return new Following(
        terminal, catalog, onSlurm ? Slurm.find(System.getenv()) : Optional.empty());
  }

  /**
   * Follows all submissions from which samples may come, so that those of dead jobs do not count as
   * coming. The Slurm that is going to be used has to answer; one that is not may be away.
   */
  public static void ofAll(Terminal terminal, Catalog catalog, Optional<Slurm> used)
      throws IOException {
    List<SubmissionRow> active = catalog.submissions().active();
    if (used.isPresent()) {
      new Following(terminal, catalog, used).update(active);
    } else {
      asFarAsPossible(terminal, catalog, active);
    }
  }

  /**
   * Follows submissions with whatever Slurm there is, and only says so where it does not answer.
   *
   * @return what Slurm says of their unfinished tasks, by the keys of their jobs
   */
  public static Map<Long, TaskStatus> asFarAsPossible(
      Terminal terminal, Catalog catalog, List<SubmissionRow> submissions) throws IOException {
    Following following;
    try {
      following = of(terminal, catalog, submissions);
    } catch (SlurmException e) {
      sayThatSlurmIsAway(terminal, e);
      following = new Following(terminal, catalog, Optional.empty());
    }
    return following.updateIfPossible(submissions);
  }

  /** Asks Slurm for the unfinished tasks of a submission, by the keys of their jobs. */
  public Map<Long, TaskStatus> update(SubmissionRow submission) throws IOException {
    return update(List.of(submission));
  }

  /**
   * Updates like {@link #update}, but only says so where Slurm or a writable catalog is not to be
   * had.
   */
  Map<Long, TaskStatus> updateIfPossible(List<SubmissionRow> submissions) throws IOException {
    try {
      return update(submissions);
    } catch (SlurmException e) {
      if (!saidThatSlurmIsAway) {
        sayThatSlurmIsAway(terminal, e);
        saidThatSlurmIsAway = true;
      }
      return Map.of();
    } catch (CatalogException | AccessDeniedException e) {
      if (!saidThatNothingIsWritten) {
        terminal.notice("nothing new can be recorded, this is what is: " + e.getMessage());
        saidThatNothingIsWritten = true;
      }
      return Map.of();
    }
  }

  /**
   * Refuses what only the cluster can do that has the submission's unfinished jobs.
   *
   * @param consequence what is not done
   * @throws UserError if that is another one than this
   */
  public static void refuseOtherClusters(
      Catalog catalog, SubmissionRow submission, Slurm slurm, String consequence)
      throws IOException {
    Set<String> others = SlurmFollower.otherClusters(catalog, submission, slurm.cluster());
    if (!others.isEmpty()) {
      throw new UserError(
          "%s: %s; do it there, or with its SLURM_CONF"
              .formatted(elsewhere(submission, others, slurm), consequence));
    }
  }

  private static String elsewhere(SubmissionRow submission, Set<String> others, Slurm slurm) {
    return "submission %d is on cluster %s, and this is cluster %s"
        .formatted(submission.id(), String.join(", ", others), slurm.cluster());
  }

  /** Says once of which submissions nothing is known here but what is recorded. */
  void sayWhatIsElsewhere(List<SubmissionRow> submissions) throws IOException {
    if (slurm.isPresent()) {
      for (SubmissionRow submission : submissions) {
        Set<String> others =
            SlurmFollower.otherClusters(catalog, submission, slurm.get().cluster());
        if (!others.isEmpty() && saidToBeElsewhere.add(submission.id())) {
          terminal.notice(
              elsewhere(submission, others, slurm.get())
                  + ": what is recorded of it is what is known here");
        }
      }
    }
  }

  private static void sayThatSlurmIsAway(Terminal terminal, SlurmException e) {
    String trouble = e.answered() ? "Slurm's answer is not understood" : "Slurm does not answer";
    terminal.notice(trouble + ", this is what is recorded: " + e.getMessage());
  }

  /** Asks Slurm for the unfinished tasks of submissions, by the keys of their jobs. */
  public Map<Long, TaskStatus> update(List<SubmissionRow> submissions) throws IOException {
    new UnrecordedSegments(catalog).adopt(PATIENCE, terminal::notice);
    DeadSubmitters.mark(catalog, Instant.now());
    if (slurm.isEmpty()) {
      return Map.of();
    }
    List<SubmissionRow> now = new ArrayList<>();
    for (SubmissionRow submission : submissions) {
      catalog.submissions().find(submission.id()).ifPresent(now::add);
    }
    sayWhatIsElsewhere(now);
    return new SlurmFollower(catalog, slurm.get(), Clock.systemUTC(), SlurmFollower.GRACE)
        .follow(now);
  }
}
