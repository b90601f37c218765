package io.slurmgen.submission;

import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.slurm.MemorySize;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command that a task of Slurm runs: this JVM and this class path, on another node. */
final class TaskCommandLine {

  /** Passed on: where the launcher has unpacked what a JVM would otherwise unpack at each start. */
  private static final List<String> PASSED_ON =
      List.of(
          "org.sqlite.lib.path",
          "org.sqlite.lib.name",
          "slf4j.provider",
          "slf4j.internal.verbosity");

  /** The heap gets this share of a task's memory; the JVM needs the rest for itself. */
  private static final double HEAP_SHARE = 0.75;

  private TaskCommandLine() {}

  /** Program and arguments; the job's number follows as the last argument. */
  static List<String> of(SubmissionRow submission, Path directory, MemorySize memory) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:+UseSerialGC");
    if (!memory.isClusterDefault()) {
      words.add("-Xmx" + Math.max(16, (long) (memory.megabytes() * HEAP_SHARE)) + "m");
    }
    PASSED_ON.stream()
        .filter(name -> System.getProperty(name) != null)
        .forEach(name -> words.add("-D" + name + "=" + System.getProperty(name)));
    words.addAll(List.of("-cp", classPath(), "io.slurmgen.cli.Main"));
    words.addAll(List.of("-C", directory.toString(), "task"));
    words.add(Long.toString(submission.id()));
    return words;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
