package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.submission.TaskRecording.Guard;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskRecordingTest {
  private static final FileSystemKind NFS = new FileSystemKind("nfs4", "rw,vers=4.2");

  @Test
  void untriedFileSystemWithoutDirectReadsIsOnlyAppendedTo() {
    TaskRecording unseen = new TaskRecording(NFS, Optional.empty(), Guard.OFF);
    assertTrue(unseen.isUntried());
    assertTrue(unseen.onlyAppends());
    assertEquals(
        "tasks on this file system (nfs4, rw,vers=4.2) only append, commands run here record what"
            + " they make, such as slurm-gen -C /d status: no two nodes have tried yet whether"
            + " they can take turns in writing to the catalog, and it refuses direct reads"
            + " (O_DIRECT), which would show an old view; "
            + NFS.advice(),
        unseen.appendingLine(Path.of("/d")));
  }

  @Test
  void untriedFileSystemWithDirectReadsIsRecordedOn() {
    assertEquals(false, new TaskRecording(NFS, Optional.empty(), Guard.ON).onlyAppends());
  }
}
