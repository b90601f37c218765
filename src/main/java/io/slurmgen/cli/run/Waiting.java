package io.slurmgen.cli.run;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.ProgressDisplay;
import io.slurmgen.cli.text.StatusText;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.submission.SlurmFollower;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits for the end of a submission. The catalog is asked every second, Slurm at growing intervals:
 * from the given one on, up to six times as long (sites ask for about one question a minute).
 */
public final class Waiting {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double BACK_OFF = 1.3;
  private static final int LONGEST_FACTOR = 6;

  private final Terminal terminal;
  private final Catalog catalog;
  private final boolean onSlurm;
  private final Following following;
  private final Duration poll;
  private String toldWhyPending = "";

  public Waiting(Terminal terminal, Catalog catalog, Optional<Slurm> slurm, int pollSeconds) {
    this.terminal = terminal;
    this.catalog = catalog;
    this.onSlurm = slurm.isPresent();
    this.following = new Following(terminal, catalog, slurm);
    this.poll = Duration.ofSeconds(pollSeconds);
  }

  /** Shows progress until no sample can come any more without anybody doing anything. */
  public ExitCode forEnd(long id) throws IOException, InterruptedException {
    SubmissionRow submission = find(id);
    following.sayWhatIsElsewhere(List.of(submission));
    TaskTrial.tellIfTasksAppend(catalog, terminal::notice);
    List<String> notices = new ArrayList<>(); // Beside a bar there is no room for them.
    try (TaskTrial trial =
        TaskTrial.whileWaiting(catalog, notices::add, onSlurm && hasPending(submission))) {
      showProgress(submission, trial);
    }
    notices.forEach(terminal::notice);
    return report(id);
  }

  private void showProgress(SubmissionRow before, TaskTrial trial)
      throws IOException, InterruptedException {
    SubmissionRow submission = before;
    try (ProgressDisplay progress =
        ProgressDisplay.start(terminal, submission.samples(), submission.recorded())) {
      Duration interval = poll;
      long lastQuestion = System.nanoTime();
      while (mayGoOn(submission)) {
        progress.show(submission.recorded());
        Thread.sleep(LOOK.toMillis());
        trial.playIfTaskHasCome(submission.id());
        if (System.nanoTime() - lastQuestion >= interval.toNanos()) {
          Map<Long, TaskStatus> slurm = following.updateIfPossible(List.of(submission));
          tellWhyPending(progress, new SubmissionStatus(find(submission.id()), slurm));
          lastQuestion = System.nanoTime();
          interval = submission.isActive() ? longer(interval) : poll;
        }
        submission = find(submission.id());
      }
      progress.show(submission.recorded());
    }
  }

  private static boolean hasPending(SubmissionRow submission) {
    return submission.jobs().stream().anyMatch(job -> job.state() == JobState.PENDING);
  }

  /** Once for each reason. */
  private void tellWhyPending(ProgressDisplay progress, SubmissionStatus status) {
    String why = StatusText.whyPending(status);
    if (!why.equals(toldWhyPending)) {
      long pending = status.counts().getOrDefault(JobState.PENDING, 0L);
      progress.say(
          why.isEmpty() ? "" : "%s pending (%s)".formatted(Numbers.counted(pending, "job"), why));
      toldWhyPending = why;
    }
  }

  /** An interrupted job may be about to be requeued: Slurm will say. */
  private boolean mayGoOn(SubmissionRow submission) {
    return submission.isActive()
        || (onSlurm && submission.jobs().stream().anyMatch(SlurmFollower::isOpen));
  }

  private Duration longer(Duration interval) {
    Duration longer = Duration.ofMillis((long) (interval.toMillis() * BACK_OFF));
    Duration longest = poll.multipliedBy(LONGEST_FACTOR);
    return longer.compareTo(longest) < 0 ? longer : longest;
  }

  private SubmissionRow find(long id) throws IOException {
    return catalog
        .submissions()
        .find(id)
        .orElseThrow(
            () ->
                new UserError(
                    "there is no submission "
                        + id
                        + "; see "
                        + ProposedCommand.command(catalog.directory().user(), "status")));
  }

  private ExitCode report(long id) throws IOException {
    SubmissionRow submission = find(id);
    Map<Long, TaskStatus> slurm =
        hasAll(submission) ? Map.of() : following.updateIfPossible(List.of(submission));
    SubmissionStatus status = new SubmissionStatus(find(id), slurm);
    new StatusText(terminal, catalog).print(status);
    return hasAll(status.submission()) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean hasAll(SubmissionRow submission) {
    return submission.recorded() == submission.samples();
  }
}
