package io.slurmgen.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.slurmgen.model.JobRow;
import io.slurmgen.submission.SubmissionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A submission as {@code status --json} prints it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusJson(
    long submission,
    String dataset,
    @JsonProperty("param_set") int paramSet,
    String group,
    String preprocessor,
    String executor,
    long samples,
    long recorded,
    Map<String, Long> jobs,
    @JsonProperty("samples_per_second") Double samplesPerSecond,
    @JsonProperty("seconds_left") Double secondsLeft,
    List<FailedJob> failed) {

  /** A job that ended without all its samples. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FailedJob(
      int job,
      String state,
      String reason,
      String error,
      long samples,
      long recorded,
      String node,
      String log) {

    private static FailedJob of(JobRow job, Optional<Path> log) {
      return new FailedJob(
          job.number(),
          lower(job.state()),
          job.reason().map(Enum::name).orElse(null),
          job.error().orElse(null),
          job.ranges().samples(),
          job.recorded(),
          job.newest().map(JobRow.Newest::node).orElse(null),
          log.map(Path::toString).orElse(null));
    }
  }

  public static StatusJson of(SubmissionStatus status, TaskLogs logs, Instant now)
      throws IOException {
    var submission = status.submission();
    Map<String, Long> jobs = new TreeMap<>();
    status.counts().forEach((state, count) -> jobs.put(lower(state), count));
    List<FailedJob> failed = new ArrayList<>();
    for (JobRow job : status.unfinished()) {
      failed.add(FailedJob.of(job, logs.of(job)));
    }
    return new StatusJson(
        submission.id(),
        submission.paramSet().dataset(),
        submission.paramSet().number(),
        submission.preprocessing().map(derived -> derived.group()).orElse(null),
        submission.preprocessing().map(derived -> derived.preprocessor()).orElse(null),
        lower(submission.executor()),
        submission.samples(),
        submission.recorded(),
        jobs,
        status.perSecond(now).orElse(null),
        status.left(now).map(left -> left.toMillis() / 1000.0).orElse(null),
        failed);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
