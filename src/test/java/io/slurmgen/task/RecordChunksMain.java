package io.slurmgen.task;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.SubmissionRow;
import java.nio.file.Path;

/**
 * A process that records the samples of a job, each in a chunk and a commit of its own, as soon as
 * it is told. It prints how many nanoseconds that took, and every trouble with the catalog.
 */
public final class RecordChunksMain {
  private RecordChunksMain() {}

  /** Takes the directory, the submission's number and the job's. */
  public static void main(String[] arguments) throws Exception {
    try (TaskBench bench = TaskBench.in(Path.of(arguments[0]))) {
      SubmissionRow submission =
          bench.catalog.submissions().find(Long.parseLong(arguments[1])).orElseThrow();
      AttemptRow attempt = bench.start(submission, Integer.parseInt(arguments[2]));
      Recorder recorder = Recorder.start(bench.catalog, System.out::println);
      System.out.println("ready");
      System.in.read();
      long start = System.nanoTime();
      record(bench, attempt, recorder);
      System.out.println(System.nanoTime() - start);
      recorder.close(TaskBench.PATIENCE);
    }
  }

  private static void record(TaskBench bench, AttemptRow attempt, Recorder recorder)
      throws Exception {
    try (SegmentParts parts =
        new SegmentParts(
            bench.catalog.directory(), attempt, TaskBench.recipe(1, TaskBench::sample), recorder)) {
      long first = attempt.missing().ranges().get(0).first();
      for (long index = first; index < first + attempt.missing().samples(); index++) {
        parts.append(index, TaskBench.sample(index));
        if (!recorder.queue().await(attempt, TaskBench.PATIENCE)) {
          throw new IllegalStateException("not recorded: " + index);
        }
      }
    }
  }
}
