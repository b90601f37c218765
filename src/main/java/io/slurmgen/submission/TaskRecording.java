package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.ProposedCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The decision whether the tasks of Slurm record what they make, or only append to their segments
 * and leave recording to commands.
 *
 * <p>They record where two nodes were seen to take turns in writing, and on file systems of one
 * machine. They only append where two nodes were seen not to, and while two are about to try. Where
 * nothing was seen, they record if an old view of the catalog would be noticed before it is
 * written.
 *
 * @param fileSystem what the directory is on
 * @param probe the newest trial of two nodes on a file system that is mounted in this way
 * @param guard whether an old view would be noticed
 */
public record TaskRecording(FileSystemKind fileSystem, Optional<NodeProbe> probe, Guard guard) {

  /** Whether an old view of the catalog would be noticed. */
  public enum Guard {
    /** It would, or there cannot be any. */
    ON,
    /** The file system refuses direct reads (O_DIRECT), which would show it. */
    OFF,
    /** Nobody has looked. */
    NOT_ASKED
  }

  /** Decides for a submission. */
  public static TaskRecording of(Catalog catalog) throws IOException {
    TaskRecording known = ofKnown(catalog);
    return known.isUntried()
        ? new TaskRecording(
            known.fileSystem, known.probe, catalog.isGuarded() ? Guard.ON : Guard.OFF)
        : known;
  }

  /** Decides by what the catalog knows, without asking the file system. */
  public static TaskRecording ofKnown(Catalog catalog) throws IOException {
    FileSystemKind fileSystem = FileSystemKind.of(catalog.directory().user());
    return new TaskRecording(
        fileSystem,
        catalog.nodeProbes().newest(fileSystem),
        fileSystem.isLocal() ? Guard.ON : Guard.NOT_ASKED);
  }

  /** Returns the decision after a trial. */
  public TaskRecording with(NodeProbe tried) {
    return new TaskRecording(fileSystem, Optional.of(tried), guard);
  }

  /** Whether tasks leave the catalog to commands. */
  public boolean onlyAppends() {
    return probe.map(tried -> !tried.verdict().letsNodesTakeTurns()).orElse(guard != Guard.ON);
  }

  /** Whether other machines can write to the file system, and it is not known how well. */
  public boolean isUntried() {
    return probe.isEmpty() && !fileSystem.isLocal();
  }

  /**
   * Says that tasks only append, why, what would help, and what records what they make; one line.
   *
   * @param directory the user's
   */
  public String appendingLine(Path directory) {
    return "tasks on this file system (%s, %s) only append, commands run here record what they make, such as %s: %s; %s"
        .formatted(
            fileSystem.type(),
            fileSystem.optionsOfAnyNode(),
            ProposedCommand.command(directory, "status"),
            probe.map(TaskRecording::seen).orElseGet(this::untried),
            fileSystem.advice());
  }

  private static String seen(NodeProbe tried) {
    return "%s between %s and %s: %s"
        .formatted(tried.verdict().word(), tried.submitNode(), tried.taskNode(), tried.detail());
  }

  private String untried() {
    return "no two nodes have tried yet whether they can take turns in writing to the catalog"
        + (guard == Guard.OFF
            ? ", and it refuses direct reads (O_DIRECT), which would show an old view"
            : "");
  }
}
