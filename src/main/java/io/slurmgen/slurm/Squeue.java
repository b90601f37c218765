package io.slurmgen.slurm;

import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmTime;
import io.slurmgen.slurm.value.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code squeue} is asked, and how its answers are read. It knows jobs until MinJobAge (300
 * seconds by default) after their end, and is the first to know them, but does not tell exit codes.
 */
final class Squeue {
  /** The message of a squeue that is asked for one job only and does not know it. */
  private static final String UNKNOWN_JOB = "Invalid job id specified";

  private Squeue() {}

  /**
   * Tasks with state, run time, node and reason; the reason last, since it may hold anything. Jobs
   * of these ids with other names are left out.
   */
  static List<String> statesCommand(Collection<JobId> jobs, Set<String> names) {
    return List.of(
        "squeue",
        "--noheader",
        "--states=all",
        "--format=%i|%T|%M|%N|%r",
        "--jobs=" + ids(jobs),
        "--name=" + String.join(",", names));
  }

  private static String ids(Collection<JobId> jobs) {
    return jobs.stream().map(JobId::toString).collect(Collectors.joining(","));
  }

  static TaskStates states(SlurmCommand.Output output) throws SlurmException {
    if (output.exit() != 0 && output.err().contains(UNKNOWN_JOB)) {
      return TaskStates.NONE;
    }
    TaskStates.Builder states = new TaskStates.Builder();
    for (String line : lines(output)) {
      List<String> fields = Fields.split(line, 5, "squeue");
      TaskStatus status =
          TaskStatus.of(
              fields.get(1),
              fields.get(4),
              Optional.empty(),
              fields.get(3),
              SlurmTime.elapsed(fields.get(2)));
      states.add(fields.get(0), status);
    }
    return states.build();
  }

  /** The ids of the arrays that have a name; once for each of their tasks. */
  static List<String> findCommand(String name) {
    return List.of("squeue", "--noheader", "--states=all", "--format=%F", "--name=" + name);
  }

  static List<JobId> found(SlurmCommand.Output output) throws SlurmException {
    if (output.exit() != 0 && output.err().contains(UNKNOWN_JOB)) {
      return List.of();
    }
    Set<JobId> jobs = new LinkedHashSet<>();
    for (String line : lines(output)) {
      jobs.add(Fields.job(line));
    }
    return new ArrayList<>(jobs);
  }

  private static List<String> lines(SlurmCommand.Output output) throws SlurmException {
    if (output.exit() != 0) {
      throw SlurmCommand.failed("squeue", output);
    }
    return Fields.lines(output.out());
  }
}
