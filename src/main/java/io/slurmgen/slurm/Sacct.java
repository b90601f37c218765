package io.slurmgen.slurm;

import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.TaskExitCode;
import io.slurmgen.slurm.value.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code sacct} is asked, and how its answers are read. It knows jobs for months and tells
 * their exit codes, where accounting exists; but it may learn of a job later than squeue.
 */
final class Sacct {
  private Sacct() {}

  static List<String> statesCommand(Collection<JobId> jobs, Set<String> names) {
    String ids = jobs.stream().map(JobId::toString).collect(Collectors.joining(","));
    return List.of(
        "sacct",
        "--noheader",
        "--parsable2",
        "--allocations",
        "--format=JobID,State,ExitCode,ElapsedRaw,NodeList",
        "--jobs=" + ids,
        "--name=" + String.join(",", names));
  }

  static TaskStates states(SlurmCommand.Output output) throws SlurmException {
    TaskStates.Builder states = new TaskStates.Builder();
    for (String line : lines(output)) {
      List<String> fields = Fields.split(line, 5, "sacct");
      TaskStatus status =
          TaskStatus.of(
              fields.get(1),
              "",
              TaskExitCode.parse(fields.get(2)),
              fields.get(4),
              seconds(fields.get(3)));
      states.add(fields.get(0), status);
    }
    return states.build();
  }

  private static Duration seconds(String text) {
    return text.matches("\\d{1,18}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }

  /**
   * @param age how far back to look; without it sacct looks back to midnight only
   */
  static List<String> findCommand(String name, Duration age) {
    return List.of(
        "sacct",
        "--noheader",
        "--parsable2",
        "--allocations",
        "--format=JobID",
        "--starttime=now-" + age.toSeconds() + "seconds",
        "--name=" + name);
  }

  static List<JobId> found(SlurmCommand.Output output) throws SlurmException {
    Set<JobId> jobs = new LinkedHashSet<>();
    for (String line : lines(output)) {
      jobs.add(Fields.job(line));
    }
    return new ArrayList<>(jobs);
  }

  private static List<String> lines(SlurmCommand.Output output) throws SlurmException {
    if (output.exit() != 0) {
      throw SlurmCommand.failed("sacct", output);
    }
    return Fields.lines(output.out());
  }
}
