package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which samples count as coming. */
@RequiresSlurm
@Timeout(180)
class SlurmUntilTest {
  @TempDir Path temporary;

  @Test
  void samplesOfADeadTaskAreNotComingForALocalRunEither() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.in(temporary)) {
      String params = directory.params("wait_at", 35);
      long id = directory.generate(params, 60, 1);
      directory.awaitRecorded(id, 0, 30);
      TaskId task = directory.task(id, 0);
      directory.jvm(task).destroyForcibly();
      directory.awaitSlurm(task, SlurmState.FAILED);
      directory.openGate();

      String[] until = {
        "generate", "gated", "--params", params, "--until", "60", "--executor", "local"
      };
      String[] dry = Arrays.copyOf(until, until.length + 1);
      dry[until.length] = "--dry-run";
      String told = directory.done(dry);
      assertTrue(told.startsWith("counting 30 samples in flight, as recorded: "), told);
      assertTrue(told.endsWith("nothing to do\n"), told);
      assertEquals(JobState.RUNNING, directory.job(id, 0).state());

      directory.done(until);
      assertEquals(JobState.RELEASED, directory.job(id, 0).state());
      directory.assertAsUndisturbed(temporary.resolve("local"), params, 60);
    }
  }
}
