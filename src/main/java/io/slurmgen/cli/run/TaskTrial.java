package io.slurmgen.cli.run;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.CoherenceProbe;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.submission.NodeTrial;
import io.slurmgen.submission.TaskRecording;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets the tasks of a directory record, or only append, by what is known of its file system. Where
 * nothing is, the first task that starts while this is open finds it out together with this node.
 *
 * <p>What goes wrong in a trial is told, and ends neither the submission nor the waiting. A signal
 * ends it as closing does. For one thread.
 */
public final class TaskTrial implements Closeable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final Consumer<String> notice;
  private TaskRecording recording;
  private Optional<NodeTrial> open = Optional.empty();
  private Optional<StopOnSignal> onSignal = Optional.empty();
  private volatile boolean isStopped;

  private TaskTrial(Catalog catalog, Consumer<String> notice, TaskRecording recording) {
    this.catalog = catalog;
    this.notice = notice;
    this.recording = recording;
  }

  /** Decides for tasks that are about to be submitted, and invites them where that is needed. */
  static TaskTrial beforeSubmission(Catalog catalog, Consumer<String> notice) throws IOException {
    TaskTrial trial = new TaskTrial(catalog, notice, TaskRecording.of(catalog));
    trial.decide();
    trial.tellIfTasksAppend();
    trial.inviteIfUntried();
    return trial;
  }

  /** Invites tasks where some are still to start, and where that is needed. */
  static TaskTrial whileWaiting(Catalog catalog, Consumer<String> notice, boolean someAreToStart)
      throws IOException {
    TaskRecording known = TaskRecording.ofKnown(catalog);
    if (!someAreToStart || !known.isUntried()) {
      return new TaskTrial(catalog, notice, known);
    }
    TaskTrial trial = new TaskTrial(catalog, notice, TaskRecording.of(catalog));
    trial.inviteIfUntried();
    return trial;
  }

  /** Tells why the tasks of a directory only append, where they do. */
  public static void tellIfTasksAppend(Catalog catalog, Consumer<String> notice)
      throws IOException {
    if (ReportedAttempts.areUsedIn(catalog.directory())) {
      new TaskTrial(catalog, notice, TaskRecording.ofKnown(catalog)).tellIfTasksAppend();
    }
  }

  private void tellIfTasksAppend() {
    if (recording.onlyAppends()) {
      notice.accept(recording.appendingLine(catalog.directory().user()));
    }
  }

  private void inviteIfUntried() {
    if (recording.isUntried()) {
      try {
        open = Optional.of(NodeTrial.invite(catalog.directory()));
        onSignal = Optional.of(StopOnSignal.arm(this::stop));
        reported().use(true); // What tasks on a bad one record now, this node could not see.
      } catch (IOException e) {
        tellTrouble(e);
      }
    }
  }

  private void decide() throws IOException {
    reported().use(recording.onlyAppends());
  }

  private ReportedAttempts reported() {
    return new ReportedAttempts(catalog, Clock.systemUTC());
  }

  /**
   * Waits for the first task, if it starts soon.
   *
   * @param submission whose
   */
  void awaitTask(long submission) throws InterruptedException {
    awaitTask(submission, PATIENCE);
  }

  void awaitTask(long submission, Duration patience) throws InterruptedException {
    if (open.isPresent()) {
      notice.accept(
          "waiting up to %d s for the first task, to try out whether its node and this one can take turns in writing to the catalog (on %s); Ctrl-C ends the waiting, not the jobs"
              .formatted(patience.toSeconds(), recording.fileSystem().type()));
      play(patience, submission);
    }
  }

  /** Plays where a task has come. */
  void playIfTaskHasCome(long submission) throws InterruptedException {
    try {
      if (open.isPresent() && open.get().hasTask()) {
        play(Duration.ZERO, submission);
      }
    } catch (IOException e) {
      tellTrouble(e);
      close();
    }
  }

  private void play(Duration patience, long submission) throws InterruptedException {
    try {
      CoherenceProbe.Outcome outcome = open.orElseThrow().play(patience);
      if (outcome.verdict().isKnown()) {
        keep(NodeTrial.probe(recording.fileSystem(), outcome));
      } else {
        tellUnknown(outcome.detail(), submission);
      }
    } catch (IOException e) {
      tellTrouble(e);
    } finally {
      close();
    }
  }

  /** Keeps the outcome, which holds also where it cannot be kept. */
  private void keep(NodeProbe probe) throws IOException {
    recording = recording.with(probe);
    tellIfTasksAppend();
    if (!recording.onlyAppends()) {
      notice.accept(
          "%s and this node can take turns in writing to the catalog (on %s): tasks record what they make"
              .formatted(probe.taskNode(), recording.fileSystem().type()));
    }
    catalog.nodeProbes().add(probe);
  }

  private void tellUnknown(String detail, long submission) {
    notice.accept(
        "whether nodes can take turns in writing to the catalog is not known yet: %s; this tries it as well: %s"
            .formatted(
                detail,
                ProposedCommand.command(
                    catalog.directory().user(), "wait", Long.toString(submission))));
  }

  private void tellTrouble(IOException e) {
    if (!isStopped) {
      notice.accept(
          "whether nodes can take turns in writing to the catalog could not be tried out: "
              + e.getMessage());
    }
  }

  private void stop() {
    isStopped = true;
    try {
      decide();
      open.orElseThrow().abandon();
    } catch (IOException e) {
      // The next command decides anew, and gc removes what is left.
    }
  }

  @Override
  public void close() {
    if (open.isPresent() && isLeftByTheSignal()) {
      NodeTrial ending = open.get();
      try (ending) {
        decide();
      } catch (IOException e) {
        tellTrouble(e);
      }
    }
    open = Optional.empty();
  }

  private boolean isLeftByTheSignal() {
    try {
      return onSignal.isEmpty() || onSignal.get().disarm();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
