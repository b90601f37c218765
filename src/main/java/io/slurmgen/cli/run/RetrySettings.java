package io.slurmgen.cli.run;

import io.slurmgen.UserError;
import io.slurmgen.cli.args.ExecutionOptions;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.value.MemoryOption;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.ShellWords;
import io.slurmgen.slurm.value.TimeLimit;
import io.slurmgen.submission.SlurmSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job asks Slurm for when it is run again: what it had, and more of what it ran out of.
 *
 * @param options of the retry
 * @param method what the submitted code says
 * @param defaultMemory for each CPU of a job that did not ask for any
 * @param arrays those of the submission
 */
public record RetrySettings(
    ExecutionOptions options,
    SlurmExecution executor,
    MethodSettings method,
    MemorySize defaultMemory,
    List<JobArrayRow> arrays) {

  private static final double MORE = 1.5;

  public SlurmSettings of(JobRow job) {
    return arrays.stream()
        .filter(array -> job.jobArrayId().stream().anyMatch(id -> id == array.id()))
        .findFirst()
        .map(array -> again(array.request(), job.reason().orElse(EndReason.OTHER)))
        .orElseGet(() -> executor.settings(givenTime(), method));
  }

  private TimeLimit givenTime() {
    return options
        .timeLimit()
        .orElseThrow(() -> new UserError("--time must be given: no job of it was submitted"));
  }

  private SlurmSettings again(JobArrayRow.Request earlier, EndReason reason) {
    TimeLimit time = TimeLimit.parse(Long.toString(earlier.timeLimitMinutes()));
    return new SlurmSettings(
        options.timeLimit().orElse(reason == EndReason.TIMEOUT ? time.times(MORE) : time),
        memory(MemorySize.parse(earlier.memPerCpu()), reason),
        options.maxParallel() > 0 ? options.maxParallel() : earlier.maxParallel(),
        userOptions(Sbatch.userOptions(earlier.userOptions()), reason),
        method.setup());
  }

  private MemorySize memory(MemorySize earlier, EndReason reason) {
    MemorySize had = earlier.isClusterDefault() ? defaultMemory : earlier;
    return Sbatch.memPerCpu(given())
        .orElse(reason == EndReason.OUT_OF_MEMORY ? had.times(MORE) : earlier);
  }

  private List<String> given() {
    return Sbatch.userOptions(options.sbatch());
  }

  /**
   * The earlier options and those given now, which count more. Memory stands in one of them only:
   * as it is given now, else as it was, or more than that.
   */
  private String userOptions(List<String> earlier, EndReason reason) {
    List<String> words = new ArrayList<>(MemoryOption.without(earlier));
    if (MemoryOption.of(given()).isEmpty()) {
      MemoryOption.of(earlier)
          .map(had -> reason == EndReason.OUT_OF_MEMORY ? had.times(MORE) : had)
          .ifPresent(memory -> words.add(memory.toString()));
    }
    words.addAll(given());
    return ShellWords.line(words);
  }
}
