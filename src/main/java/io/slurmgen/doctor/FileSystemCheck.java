package io.slurmgen.doctor;

import io.slurmgen.disk.FileSystemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file system of the directory, and its mount options. */
final class FileSystemCheck implements Check {

  private final Path directory;

  FileSystemCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "file-system";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    return List.of(of(FileSystemKind.of(directory)));
  }

  private Diagnosis of(FileSystemKind kind) {
    String what = "%s (%s)".formatted(kind.type(), kind.options());
    if (kind.isLocal()) {
      return Diagnosis.ok(name(), what + ", local: other nodes do not see it");
    }
    Optional<String> harmful = kind.harmfulOption();
    if (harmful.isPresent()) {
      return Diagnosis.problem(
          name(),
          "%s, shared, but with %s nodes cannot take turns in writing"
              .formatted(what, harmful.get()),
          kind.advice());
    }
    return Diagnosis.ok(name(), what + ", shared; where nodes see old data: " + kind.advice());
  }
}
