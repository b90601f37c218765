package io.slurmgen.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for trials in a user's directory. */
final class TrialFile {

  private TrialFile() {}

  /** Makes an empty one, to be removed by the caller. */
  static Path create(Path directory) throws IOException {
    return Files.createTempFile(directory, ".slurm_cache", ".doctor");
  }
}
