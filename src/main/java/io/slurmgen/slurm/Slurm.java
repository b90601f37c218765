package io.slurmgen.slurm;

import io.slurmgen.slurm.value.IndexSet;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Slurm of this machine: submits job arrays, tells how their tasks are, cancels them.
 *
 * <p>Each method runs a few of Slurm's commands and keeps nothing, so an object of this class may
 * be used by several threads; but sites ask their users not to poll more often than every ten
 * seconds or so, which is the caller's duty.
 */
public final class Slurm {
  private static final Duration QUERY_LIMIT = Duration.ofMinutes(2);

  /** Longer than sbatch's own patience with a slow controller. */
  private static final Duration SUBMIT_LIMIT = Duration.ofMinutes(5);

  private final Map<String, String> environment;
  private final Scontrol.Config config;

  private Slurm(Map<String, String> environment, Scontrol.Config config) {
    this.environment = environment;
    this.config = config;
  }

  /**
   * Looks for Slurm.
   *
   * @param environment the variables of this process
   * @return empty if there is no {@code sbatch} on the PATH, or no Slurm configured for it
   * @throws SlurmException if there is, but its controller does not answer, with Slurm's own text:
   *     to run the jobs on this machine instead would be wrong on a login node
   * @throws IOException if a command cannot be run
   */
  public static Optional<Slurm> find(Map<String, String> environment) throws IOException {
    if (SlurmCommand.onPath("sbatch", environment).isEmpty()
        || SlurmCommand.onPath("scontrol", environment).isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> clean = SlurmEnvironment.of(environment);
    SlurmCommand.Output output =
        new SlurmCommand(Scontrol.configCommand(), clean, QUERY_LIMIT).run();
    if (output.exit() != 0 && saysNotConfigured(output.err())) {
      return Optional.empty();
    }
    return Optional.of(new Slurm(clean, Scontrol.config(output)));
  }

  private static boolean saysNotConfigured(String message) {
    return message.contains("Could not establish a configuration source")
        || message.contains("Unable to process configuration file");
  }

  /** Returns the version of Slurm, such as 22.05.8. */
  public String version() {
    return config.version();
  }

  /** The cluster's name (ClusterName in slurm.conf): job ids are those of one cluster only. */
  public String cluster() {
    return config.cluster();
  }

  /** The largest array index plus one (MaxArraySize in slurm.conf). */
  public int maxArraySize() {
    return config.maxArraySize();
  }

  /**
   * The memory for each CPU of a task that does not ask for any (DefMemPerCPU in slurm.conf;
   * partitions may have another). {@link MemorySize#CLUSTER_DEFAULT} where there is none.
   */
  public MemorySize defaultMemPerCpu() {
    return config.memPerCpu();
  }

  /** Whether this Slurm keeps records of jobs (sacct). */
  public boolean hasAccounting() {
    return config.accounting();
  }

  /**
   * Submits a job array.
   *
   * @param sbatch which; its script and environment files exist
   * @return the array's job id
   * @throws SbatchException if Slurm refused it, with sbatch's own text, or if it is unknown
   *     whether it did: sbatch took too long, was killed or lost its connection, or this thread was
   *     interrupted
   */
  public JobId submit(Sbatch sbatch) throws SbatchException {
    SlurmCommand.Output output;
    try {
      output = new SlurmCommand(sbatch.command(), environment, SUBMIT_LIMIT).run();
    } catch (IOException e) {
      throw new SbatchException(e.getMessage(), true, e);
    }
    return Sbatch.parse(output);
  }

  /**
   * Asks how tasks are: one squeue for all; where that leaves a task or the reason of its end open,
   * one sacct for all of those, or, without accounting, one {@code scontrol show job} for each job.
   *
   * @param tasks which
   * @param names of their jobs: another job of one of their ids, as in another cluster, is not
   *     meant
   * @return what Slurm knows; soon after submission, and without accounting five minutes (the
   *     cluster's MinJobAge) after its end, it may not know a task
   * @throws SlurmException if Slurm does not answer: then nothing may be concluded
   * @throws IOException if its commands cannot be run
   */
  public TaskStates states(Collection<TaskId> tasks, Set<String> names) throws IOException {
    if (tasks.isEmpty()) {
      return TaskStates.NONE;
    }
    TaskStates squeue = Squeue.states(run(Squeue.statesCommand(jobsOf(tasks), names)));
    Map<TaskId, TaskStatus> states = new TreeMap<>(squeue.tasks());
    Set<JobId> withdrawn = new HashSet<>(squeue.withdrawn());
    states.keySet().retainAll(Set.copyOf(tasks));
    List<TaskId> open = tasks.stream().filter(task -> isOpen(states.get(task))).toList();
    if (!open.isEmpty()) {
      TaskStates details = details(jobsOf(open), names);
      open.stream()
          .filter(details.tasks()::containsKey)
          .forEach(task -> states.merge(task, details.tasks().get(task), Slurm::join));
      withdrawn.addAll(details.withdrawn());
    }
    return new TaskStates(states, withdrawn);
  }

  private static Set<JobId> jobsOf(Collection<TaskId> tasks) {
    return tasks.stream().map(TaskId::job).collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOpen(TaskStatus known) {
    return known == null
        || known.state() == SlurmState.UNKNOWN
        || known.state().isFailure() && known.exitCode().isEmpty();
  }

  /** squeue is ahead of the other sources, which only add the exit code of the same end. */
  private static TaskStatus join(TaskStatus squeue, TaskStatus detail) {
    if (squeue.state() == SlurmState.UNKNOWN) {
      return detail.state() == SlurmState.UNKNOWN ? squeue : detail;
    }
    return squeue.state() == detail.state() ? squeue.withExitCodeOf(detail) : squeue;
  }

  private TaskStates details(Set<JobId> jobs, Set<String> names) throws IOException {
    if (config.accounting()) {
      SlurmCommand.Output output = run(Sacct.statesCommand(jobs, names));
      if (output.exit() == 0) {
        return Sacct.states(output);
      }
      // The accounting database is away; the controller knows at least the latest jobs.
    }
    Map<TaskId, TaskStatus> states = new TreeMap<>();
    Set<JobId> withdrawn = new HashSet<>();
    for (JobId job : jobs) {
      TaskStates known = Scontrol.states(run(Scontrol.jobCommand(job)), names);
      states.putAll(known.tasks());
      withdrawn.addAll(known.withdrawn());
    }
    return new TaskStates(states, withdrawn);
  }

  /**
   * Looks for a job by its name: in squeue, then in sacct. For a crash between the decision to
   * submit and the record of the job's id.
   *
   * @param name the job's name, see {@link Sbatch#name}
   * @param age how long ago it was decided to submit it
   * @return the job, if it was found. If not, it neither waits nor runs, unless an sbatch for it
   *     runs on this machine; without accounting it may have ended, longer ago than MinJobAge
   * @throws IOException if squeue cannot be asked: then nothing may be concluded
   */
  public JobSearch findByName(String name, Duration age) throws IOException {
    // Before squeue is asked: an sbatch that ends in between has then told the controller.
    boolean underWay = isBeingSubmitted(name);
    Set<JobId> jobs = new LinkedHashSet<>(Squeue.found(run(Squeue.findCommand(name))));
    if (jobs.isEmpty() && config.accounting()) {
      SlurmCommand.Output output = run(Sacct.findCommand(name, age.plusDays(1)));
      jobs.addAll(output.exit() == 0 ? Sacct.found(output) : List.of());
    }
    return new JobSearch(new ArrayList<>(jobs), !jobs.isEmpty() || !underWay);
  }

  private static boolean isBeingSubmitted(String name) {
    String option = "--job-name=" + name;
    return ProcessHandle.allProcesses()
        .map(process -> process.info().arguments())
        .flatMap(Optional::stream)
        .anyMatch(arguments -> List.of(arguments).contains(option));
  }

  /**
   * Cancels jobs, with all of their tasks: those that run get SIGTERM, and SIGKILL after the
   * cluster's KillWait. Harmless for jobs that have ended.
   *
   * @param jobs which
   * @param names of theirs: another job of one of these ids is left alone
   * @throws SlurmException if Slurm refuses, with its own text
   * @throws IOException if scancel cannot be run
   */
  public void cancel(Collection<JobId> jobs, Set<String> names) throws IOException {
    List<String> ids = jobs.stream().map(JobId::toString).toList();
    for (String name : names) {
      scancel(ids, "--name=" + name);
    }
  }

  /**
   * Cancels single tasks, as {@link #cancel}.
   *
   * @param tasks which
   * @throws SlurmException if Slurm refuses, with its own text
   * @throws IOException if scancel cannot be run
   */
  public void cancelTasks(Collection<TaskId> tasks) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JobId job : jobsOf(tasks)) {
      List<Integer> indexes =
          tasks.stream().filter(t -> t.job().equals(job)).map(TaskId::index).sorted().toList();
      ids.add(job + "_[" + IndexSet.format(indexes) + "]");
    }
    scancel(ids);
  }

  /**
   * With a filter it takes an array as a whole, also where single tasks are named, and ends with 1
   * and without a word where no job is left that it could cancel.
   */
  private void scancel(List<String> ids, String... filters) throws IOException {
    if (ids.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("scancel", "--quiet"));
    words.addAll(List.of(filters));
    words.addAll(ids);
    SlurmCommand.Output output = run(words);
    boolean nothingLeft = filters.length > 0 && output.exit() == 1 && output.err().isBlank();
    if (output.exit() != 0 && !nothingLeft) {
      throw SlurmCommand.failed("scancel", output);
    }
  }

  private SlurmCommand.Output run(List<String> words) throws IOException {
    try {
      return new SlurmCommand(words, environment, QUERY_LIMIT).run();
    } catch (SlurmCommand.TimeLimitException e) {
      throw SlurmCommand.late(e);
    }
  }
}
