package io.slurmgen.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether files can be made in the directory. */
final class WriteCheck implements Check {

  private final Path directory;

  WriteCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      Path file = TrialFile.create(directory);
      Files.write(file, new byte[1]);
      Files.delete(file);
      return List.of(Diagnosis.ok(name(), directory + ", can be written"));
    } catch (IOException e) {
      return List.of(
          Diagnosis.problem(
              name(),
              "cannot be written: " + Doctor.text(e),
              "its samples can be read all the same; to generate or move some, use a directory of"
                  + " your own that is mounted for writing"));
    }
  }
}
