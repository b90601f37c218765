package io.slurmgen.doctor;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.catalog.NodeProbes;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import java.io.IOException;
import java.util.Optional;

/** The newest trial of two nodes on the directory's file system. */
final class ProbeCheck {

  private static final String NAME = "node-probe";

  private final CacheDirectory directory;

  ProbeCheck(CacheDirectory directory) {
    this.directory = directory;
  }

  /**
   * Tells how it ended.
   *
   * @param catalog that keeps trials
   */
  Diagnosis of(Optional<Catalog> catalog) throws IOException {
    FileSystemKind fileSystem = FileSystemKind.of(directory.user());
    Optional<NodeProbes.Kept> kept =
        catalog.isPresent() ? catalog.get().nodeProbes().newestKept(fileSystem) : Optional.empty();
    if (kept.isPresent()) {
      return of(kept.get(), fileSystem);
    }
    return fileSystem.isLocal()
        ? Diagnosis.ok(NAME, "not needed on a local file system")
        : Diagnosis.warning(
            NAME,
            "no two nodes have tried yet whether they can take turns in writing here",
            ProposedCommand.command(directory.user(), "doctor", "--on-node") + " tries it");
  }

  private static Diagnosis of(NodeProbes.Kept kept, FileSystemKind fileSystem) {
    NodeProbe probe = kept.probe();
    String text =
        "%s between %s and %s, %s: %s"
            .formatted(
                probe.verdict().word(),
                probe.submitNode(),
                probe.taskNode(),
                kept.when(),
                probe.detail());
    return probe.verdict().letsNodesTakeTurns()
        ? Diagnosis.ok(NAME, text)
        : Diagnosis.problem(NAME, text, fileSystem.advice());
  }
}
