package io.slurmgen.doctor;

import io.slurmgen.sqlite.NativeLibrary;
import java.io.IOException;
import java.util.List;

/** SQLite's native library, which the driver unpacks where the launcher has not done so. */
final class SqliteCheck implements Check {
  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      return List.of(Diagnosis.ok(name(), "version " + NativeLibrary.version()));
    } catch (IOException e) {
      return List.of(
          Diagnosis.problem(
              name(),
              "its library cannot be loaded: " + Doctor.text(e),
              "let JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR name a folder that may hold programs (not"
                  + " mounted noexec) instead of "
                  + System.getProperty("java.io.tmpdir")));
    }
  }
}
