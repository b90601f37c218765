package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.SmallDisk;
import io.slurmgen.dataset.Sample;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segments lie on a disk that becomes full; the catalog beside it does not. */
class FullDiskTest {
  @TempDir Path directory;

  @Test
  void jobFailsWithTheCauseAndKeepsWhatWasRecorded() throws Exception {
    try (TaskBench bench = TaskBench.in(directory)) {
      SubmissionRow submission = bench.submit(100_000, 1);
      AtomicLong acknowledged = new AtomicLong();
      Recipe recipe =
          TaskBench.recipe(
              50,
              index -> {
                if (index % 1_000 == 0) {
                  acknowledged.set(bench.counts().raw().samples());
                }
                return TaskBench.sample(index);
              });
      Optional<SmallDisk> disk = SmallDisk.mount(bench.catalog.directory().root(), 700);
      assumeTrue(disk.isPresent());
      try (SmallDisk mounted = disk.get()) {
        Task.Outcome outcome = bench.run(submission, 0, recipe);
        assertEquals(0, mounted.freeBytes());
        Path segment = directory.resolve(".slurm_cache/d/44136fa355b3/J1-1.arrows");
        assertEquals(segment + ": No space left on device", outcome.end().error().orElseThrow());
        JobRow job = bench.job(submission, 0);
        assertEquals(JobState.FAILED, job.state());
        assertEquals(Optional.of(EndReason.OTHER), job.reason());
        assertEquals(outcome.end().error(), job.error());
        SortedMap<Long, Sample<Object, Object>> recorded = bench.recorded();
        assertTrue(recorded.size() >= acknowledged.get(), () -> acknowledged + " were there");
        recorded.forEach((index, sample) -> assertEquals(TaskBench.sample(index), sample));
        assertEquals(recorded.size(), bench.counts().raw().samples());
      }
    }
  }
}
