package io.slurmgen.slurm;

import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Slurm knows of the tasks of some arrays.
 *
 * @param tasks the status of those that it names
 * @param withdrawn arrays whose waiting tasks were all cancelled other than by the array's id:
 *     Slurm goes on with the array without any index, and names none of these tasks any more
 */
public record TaskStates(Map<TaskId, TaskStatus> tasks, Set<JobId> withdrawn) {

  /** Nothing is known. */
  static final TaskStates NONE = new TaskStates(Map.of(), Set.of());

  public TaskStates {
    tasks = Map.copyOf(tasks);
    withdrawn = Set.copyOf(withdrawn);
  }

  /** Collects what one of Slurm's commands prints. */
  static final class Builder {
    private final Map<TaskId, TaskStatus> tasks = new TreeMap<>();
    private final Set<JobId> withdrawn = new HashSet<>();

    /**
     * Adds a line.
     *
     * @param id as Slurm prints it: {@code 12_3}, {@code 12_[3-39%5]}, or {@code 12} of a job that
     *     is no array and of an array without an index
     */
    void add(String id, TaskStatus status) throws SlurmException {
      if (id.indexOf('_') < 0 && status.state() == SlurmState.CANCELLED) {
        withdrawn.add(Fields.job(id));
      } else {
        add(Fields.tasks(id), status);
      }
    }

    void add(Collection<TaskId> some, TaskStatus status) {
      some.forEach(task -> tasks.put(task, status));
    }

    TaskStates build() {
      return new TaskStates(tasks, withdrawn);
    }
  }

  /** Returns the status of a task, empty where Slurm does not name it. */
  public Optional<TaskStatus> of(TaskId task) {
    return Optional.ofNullable(tasks.get(task));
  }

  /** Returns whether Slurm names a task of an array that has not ended. */
  public boolean hasUnfinished(JobId array) {
    return tasks.entrySet().stream()
        .anyMatch(
            task -> task.getKey().job().equals(array) && !task.getValue().state().isFinished());
  }
}
