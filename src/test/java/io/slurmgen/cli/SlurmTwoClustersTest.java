package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SecondCluster;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.TaskId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that reach another cluster than the one that has the directory's jobs. */
@RequiresSlurm
class SlurmTwoClustersTest {

  @TempDir private Path temp;

  private UserDirectory.Result at(SecondCluster other, ClusterDirectory user, String... words)
      throws Exception {
    ProcessBuilder builder = user.process(words);
    builder.environment().put("SLURM_CONF", other.configuration().toString());
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    for (ExitCode each : ExitCode.values()) {
      if (each.number() == code) {
        return new UserDirectory.Result(
            each,
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
      }
    }
    throw new AssertionError(code + ": " + Files.readString(err));
  }

  @Test
  void anotherClusterIsNeitherBelievedNorToldToCancel() throws Exception {
    try (ClusterDirectory user = ClusterDirectory.in(temp)) {
      long id = user.generate(user.params(Map.of()), 20, 2, "--sbatch", "--hold");
      JobId job = user.task(id, 0).job();
      try (SecondCluster other = SecondCluster.with(job, "victim")) {
        assertEquals("victim PENDING", other.nameAndState(job));
        String where = "submission 1 is on cluster test, and this is cluster " + SecondCluster.NAME;
        UserDirectory.Result status = at(other, user, "status", "1");
        assertEquals(ExitCode.DONE, status.exitCode(), status.err());
        assertTrue(status.err().contains(where), status.err());
        for (String[] words : new String[][] {{"cancel", "1", "-y"}, {"retry", "1"}}) {
          UserDirectory.Result refused = at(other, user, words);
          assertEquals(ExitCode.USER_MISTAKE, refused.exitCode(), refused.err());
          assertTrue(refused.err().contains(where), refused.err());
        }
        assertEquals(JobState.PENDING, user.job(id, 0).state());
        user.done("cancel", "1", "-y");
        assertEquals(JobState.CANCELLED, user.job(id, 0).state());
        assertEquals("victim PENDING", other.nameAndState(job));
        assertEquals(ExitCode.FAILED, at(other, user, "wait", "1").exitCode());
      }
    }
  }

  @Test
  void taskThatIsCancelledWhileItWaitsIsNotWaitedFor() throws Exception {
    try (ClusterDirectory user = ClusterDirectory.in(temp)) {
      long id = user.generate(user.params(Map.of()), 20, 4, "--sbatch", "--hold");
      TaskId task = user.task(id, 1);
      user.cluster().run("scancel", task.toString());
      user.done("status", "1");
      assertEquals(
          user.cluster().hasAccounting() ? JobState.CANCELLED : JobState.LOST,
          user.job(id, 1).state());
      assertEquals(JobState.PENDING, user.job(id, 0).state());
    }
  }
}
