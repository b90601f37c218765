package io.slurmgen.submission;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.slurm.value.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a submission is going to cost, as far as earlier runs tell.
 *
 * @param samples how many samples
 * @param jobs into how many jobs they are split
 * @param estimate the time, empty where nothing ran before
 * @param ofOtherParamSets whether the estimate comes from other parameter sets
 * @param bytesPerSample the space, empty where nothing ran before
 */
public record Plan(
    long samples,
    int jobs,
    Optional<TimeEstimate> estimate,
    boolean ofOtherParamSets,
    Optional<Double> bytesPerSample) {

  /**
   * The plan for generating samples.
   *
   * @param catalog the catalog, if there is one yet
   * @param dataset the dataset's name
   * @param set the parameter set, if there is one yet
   * @param samples how many samples, 1 or more
   * @param wantedJobs into how many jobs; fewer where there are fewer samples
   */
  public static Plan generate(
      Optional<Catalog> catalog,
      String dataset,
      Optional<ParamSetRow> set,
      long samples,
      int wantedJobs)
      throws IOException {
    int jobs = (int) Math.min(samples, wantedJobs);
    if (catalog.isEmpty()) {
      return new Plan(samples, jobs, Optional.empty(), false, Optional.empty());
    }
    Optional<TimeEstimate> own =
        set.isEmpty()
            ? Optional.empty()
            : TimeEstimate.of(catalog.get().timings().ofParamSet(set.get().id()));
    return new Plan(
        samples,
        jobs,
        own.isPresent() ? own : TimeEstimate.of(catalog.get().timings().ofDataset(dataset)),
        own.isEmpty(),
        catalog.get().timings().bytesPerSample(dataset));
  }

  /**
   * The plan for deriving samples.
   *
   * @param dataset the dataset's name
   * @param preprocessor the preprocessor's name
   * @param samples how many samples, 1 or more
   * @param wantedJobs into how many jobs; fewer where there are fewer samples
   */
  public static Plan preprocess(
      Catalog catalog, String dataset, String preprocessor, long samples, int wantedJobs)
      throws IOException {
    return new Plan(
        samples,
        (int) Math.min(samples, wantedJobs),
        TimeEstimate.of(catalog.timings().ofPreprocessor(dataset, preprocessor)),
        false,
        Optional.empty());
  }

  /** The samples of the largest job. */
  public long samplesPerJob() {
    return (samples + jobs - 1) / jobs;
  }

  /** The time to allow each job, with the reserve for slow ones. */
  public Optional<Duration> timePerJob() {
    return estimate.map(time -> time.ofJob(samplesPerJob()));
  }

  /** The expected time of the largest job. */
  public Optional<Duration> expectedTimePerJob() {
    return estimate.map(time -> time.expected(samplesPerJob(), 1));
  }

  /** The expected processor time of all jobs. */
  public Optional<Duration> processorTime() {
    return estimate.map(time -> time.expected(samples, jobs));
  }

  /**
   * What a person is told before anything is submitted.
   *
   * @param limit the time limit that was given
   */
  public List<String> lines(Optional<TimeLimit> limit) {
    String split =
        samples % jobs == 0
            ? "%d of %d sample%s".formatted(jobs, samplesPerJob(), samplesPerJob() == 1 ? "" : "s")
            : "%d of %d to %d samples".formatted(jobs, samples / jobs, samplesPerJob());
    String source = ofOtherParamSets ? ", measured on other parameter sets" : "";
    return List.of(
        "jobs:      " + split,
        "time:      "
            + limit.map(given -> "limit " + given + "; ").orElse("")
            + estimate
                .map(
                    time ->
                        Durations.text(expectedTimePerJob().get())
                            + " a job, at most "
                            + Durations.text(timePerJob().get())
                            + " (mean + 3 standard deviations"
                            + source
                            + ")")
                .orElse("not known before the first run"),
        "CPU hours: "
            + processorTime().map(Durations::hours).orElse("not known before the first run"),
        "bytes:     "
            + bytesPerSample
                .map(bytes -> "about " + ByteSizes.text((long) (bytes * samples)))
                .orElse("not known before the first run"));
  }
}
