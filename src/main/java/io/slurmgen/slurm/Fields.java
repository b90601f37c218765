package io.slurmgen.slurm;

import io.slurmgen.slurm.value.IndexSet;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.TaskId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields that the outputs of squeue, sacct and scontrol have in common. */
final class Fields {
  /** {@code 12}, {@code 12_3}, {@code 12_[3-39%5]}. */
  private static final Pattern TASKS = Pattern.compile("(\\d{1,18})(?:_(?:(\\d{1,9})|\\[(.+)]))?");

  private Fields() {}

  static List<String> lines(String output) {
    return output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** So many fields between bars; the last one may hold bars itself. */
  static List<String> split(String line, int count, String program) throws SlurmException {
    String[] fields = line.split("\\|", count);
    if (fields.length != count) {
      throw new SlurmException(program + " printed what slurm-gen does not understand: " + line);
    }
    return List.of(fields);
  }

  static JobId job(String text) throws SlurmException {
    return tasks(text).get(0).job();
  }

  /** The tasks that an id stands for: one, or those of an array that have not started. */
  static List<TaskId> tasks(String text) throws SlurmException {
    Matcher form = TASKS.matcher(text);
    if (!form.matches()) {
      throw new SlurmException("Slurm reports a job id that is none: " + text);
    }
    JobId job = new JobId(Long.parseLong(form.group(1)));
    if (form.group(3) != null) {
      return tasks(job, form.group(3));
    }
    return List.of(new TaskId(job, form.group(2) == null ? 0 : Integer.parseInt(form.group(2))));
  }

  static List<TaskId> tasks(JobId job, String indexes) throws SlurmException {
    return IndexSet.parse(indexes).stream().map(index -> new TaskId(job, index)).toList();
  }
}
