package io.slurmgen.cli;

import io.slurmgen.slurm.value.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the processes of array tasks, by the variables that Slurm sets for them and the directory
 * that they work for: another cluster on this machine may give the same numbers.
 */
final class TaskProcesses {
  private TaskProcesses() {}

  /** The JVM that runs a task. */
  static Optional<ProcessHandle> of(TaskId task, Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> isJvmOf(process, task, directory))
        .findFirst();
  }

  private static boolean isJvmOf(ProcessHandle process, TaskId task, Path directory) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      List<String> environment =
          List.of(
              Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1).split("\0"));
      return environment.contains("SLURM_ARRAY_JOB_ID=" + task.job())
          && environment.contains("SLURM_ARRAY_TASK_ID=" + task.index())
          && Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .contains("\0-C\0" + directory + "\0task\0");
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }
}
