package io.slurmgen.doctor;

import io.slurmgen.submission.ByteSizes;
import java.util.List;

/** The Java that this runs on; the launcher refuses those that are too old. */
final class JavaCheck implements Check {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public List<Diagnosis> run() {
    return List.of(
        Diagnosis.ok(
            name(),
            "%s in %s, heap of up to %s, processors: %d"
                .formatted(
                    Runtime.version(),
                    System.getProperty("java.home"),
                    ByteSizes.text(Runtime.getRuntime().maxMemory()),
                    Runtime.getRuntime().availableProcessors())));
  }
}
