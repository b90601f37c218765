package io.slurmgen.doctor;

import io.slurmgen.submission.ByteSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The free space of the directory's file system. Quotas may leave less. */
final class SpaceCheck implements Check {

  /** Less than this is soon full. */
  private static final long LITTLE_BYTES = 1_000_000_000;

  /** A catalog and its journal need that much at once. */
  private static final long LEAST_BYTES = 10_000_000;

  private final Path directory;

  SpaceCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "disk-space";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    String text = ByteSizes.text(free) + " free";
    String remedy = "make room, or use a directory on another file system";
    if (free < LEAST_BYTES) {
      return List.of(Diagnosis.problem(name(), text, remedy));
    }
    return List.of(
        free < LITTLE_BYTES ? Diagnosis.warning(name(), text, remedy) : Diagnosis.ok(name(), text));
  }
}
