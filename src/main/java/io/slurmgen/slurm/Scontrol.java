package io.slurmgen.slurm;

import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmTime;
import io.slurmgen.slurm.value.TaskExitCode;
import io.slurmgen.slurm.value.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions to {@code scontrol show} and the reading of its answers. */
final class Scontrol {
  private static final String UNKNOWN_JOB = "Invalid job id specified";

  /** How it prints that there is none (NO_VAL in slurm.h). */
  private static final String NO_INDEX = "4294967294";

  private Scontrol() {}

  /**
   * The settings that matter to slurm-gen.
   *
   * @param version of Slurm, such as 22.05.8
   * @param cluster the cluster's name
   * @param maxArraySize the largest array index plus one
   * @param accounting whether sacct has anything to tell
   * @param memPerCpu what a task gets that does not ask, as far as that is limited for each CPU
   */
  record Config(
      String version, String cluster, int maxArraySize, boolean accounting, MemorySize memPerCpu) {}

  static List<String> configCommand() {
    return List.of("scontrol", "show", "config");
  }

  static Config config(SlurmCommand.Output output) throws SlurmException {
    if (output.exit() != 0) {
      throw SlurmCommand.failed("scontrol", output);
    }
    String store = setting(output.out(), "AccountingStorageType");
    return new Config(
        setting(output.out(), "SLURM_VERSION"),
        setting(output.out(), "ClusterName"),
        number(output.out(), "MaxArraySize"),
        // "(null)" since 23.11
        !store.endsWith("/none") && !store.equals("(null)"),
        memPerCpu(output.out()));
  }

  /** DefMemPerNode, or UNLIMITED, may stand in its place. */
  private static MemorySize memPerCpu(String config) {
    Matcher line = Pattern.compile("(?m)^DefMemPerCPU\\s*=\\s*(\\d{1,9})\\s*$").matcher(config);
    return line.find() ? new MemorySize(Long.parseLong(line.group(1))) : MemorySize.CLUSTER_DEFAULT;
  }

  private static String setting(String config, String name) throws SlurmException {
    Matcher line = Pattern.compile("(?m)^" + name + "\\s*=\\s*(.*?)\\s*$").matcher(config);
    if (!line.find()) {
      throw new SlurmException("scontrol show config does not tell " + name);
    }
    return line.group(1);
  }

  /** The number that a setting starts with: {@code 300 sec}. */
  private static int number(String config, String name) throws SlurmException {
    String value = setting(config, name);
    try {
      return Integer.parseInt(value.split(" ")[0]);
    } catch (NumberFormatException e) {
      throw new SlurmException(name + " in scontrol show config is no number: " + value, e);
    }
  }

  static List<String> jobCommand(JobId job) {
    return List.of("scontrol", "--oneliner", "show", "job", job.toString());
  }

  /**
   * An array's tasks, one on each line; those that have not started share one. A line that starts
   * otherwise goes on with a path that contains a line end.
   *
   * @param names of the jobs that are meant: the id may be another one's
   */
  static TaskStates states(SlurmCommand.Output output, Set<String> names) throws SlurmException {
    if (output.exit() != 0 && (output.err() + output.out()).contains(UNKNOWN_JOB)) {
      return TaskStates.NONE;
    }
    if (output.exit() != 0) {
      throw SlurmCommand.failed("scontrol", output);
    }
    TaskStates.Builder states = new TaskStates.Builder();
    for (String line : Fields.lines(output.out())) {
      if (line.startsWith("JobId=") && names.contains(field(line, "JobName").orElse(""))) {
        add(line, states);
      }
    }
    return states.build();
  }

  private static void add(String line, TaskStates.Builder states) throws SlurmException {
    Optional<String> array = field(line, "ArrayJobId");
    String indexes = array.isPresent() ? required(line, "ArrayTaskId") : NO_INDEX;
    if (indexes.equals(NO_INDEX)) {
      states.add(array.isPresent() ? array.get() : required(line, "JobId"), status(line));
    } else {
      states.add(Fields.tasks(Fields.job(array.orElseThrow()), indexes), status(line));
    }
  }

  private static TaskStatus status(String line) throws SlurmException {
    return TaskStatus.of(
        required(line, "JobState"),
        field(line, "Reason").orElse(""),
        field(line, "ExitCode").flatMap(TaskExitCode::parse),
        field(line, "NodeList").orElse(""),
        SlurmTime.elapsed(field(line, "RunTime").orElse("")));
  }

  private static String required(String line, String name) throws SlurmException {
    return field(line, name)
        .orElseThrow(() -> new SlurmException("scontrol show job does not tell " + name));
  }

  private static Optional<String> field(String line, String name) {
    Matcher field = Pattern.compile("(?:^| )" + name + "=(\\S*)").matcher(line);
    return field.find() ? Optional.of(field.group(1)) : Optional.empty();
  }
}
