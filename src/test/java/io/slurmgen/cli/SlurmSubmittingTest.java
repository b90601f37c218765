package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobState;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.value.TaskId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given to sbatch, and what becomes of a submission that does not get that far. */
@RequiresSlurm
class SlurmSubmittingTest {
  @TempDir Path temporary;
  private ClusterDirectory directory;
  private String params;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = ClusterDirectory.in(temporary);
    directory.openGate();
    params = directory.params("wait_at", -1);
  }

  @AfterEach
  void cancel() throws IOException {
    directory.close();
  }

  private List<JobArrayRow> arrays() throws IOException {
    try (Catalog catalog = directory.catalog()) {
      return catalog.jobArrays().of(catalog.submissions().find(1).orElseThrow());
    }
  }

  /** A generate command in a process of its own that meets a wrapper of sbatch. */
  private ProcessBuilder generate(SbatchWrapper wrapper, int jobs, String... options) {
    ProcessBuilder builder =
        directory.process(
            "generate",
            "gated",
            "-n",
            "20",
            "--njobs",
            Integer.toString(jobs),
            "--time",
            "10",
            "--params",
            params,
            "--seed",
            ClusterDirectory.SEED,
            "--executor",
            "slurm");
    builder.command().addAll(List.of(options));
    return wrapper.before(builder);
  }

  private String slurmJobsOf(JobArrayRow array) throws IOException {
    String name = "--name=" + array.request().name();
    return directory.cluster().run("squeue", "--noheader", "--states=all", "--array", name);
  }

  @Test
  @RequiresSlurm(accounting = true)
  void refusedSubmissionHasFailedWithSbatchsWholeText() throws Exception {
    UserDirectory.Result refused =
        directory.run(
            "generate",
            "gated",
            "-n",
            "20",
            "--njobs",
            "2",
            "--time",
            "10",
            "--params",
            params,
            "--seed",
            ClusterDirectory.SEED,
            "--sbatch",
            "--qos=nope");
    String text = "sbatch: error: Batch job submission failed: Invalid qos specification";
    assertEquals(ExitCode.FAILED, refused.exitCode());
    assertTrue(
        refused
            .err()
            .matches(
                "(?s).*\nslurm-gen: "
                    + text
                    + "\nsubmission 1 failed; mend the option and run: "
                    + "slurm-gen -C \\S+ retry 1 --sbatch OPTIONS\n"),
        refused.err());
    assertEquals(JobState.FAILED, directory.job(1, 1).state());
    assertEquals(Optional.of(EndReason.NOT_SUBMITTED), directory.job(1, 1).reason());
    assertEquals(Optional.of(text), directory.job(1, 1).error());
    String status = directory.done("status");
    assertTrue(status.contains("\n  2 jobs failed: " + text + "; 0 of 20 samples\n"), status);
    String planned =
        directory.done(
            "generate", "gated", "--until", "20", "--time", "10", "--params", params, "--dry-run");
    assertTrue(planned.startsWith("20 samples of gated"), planned);

    UserDirectory.Result retried =
        directory.run("retry", "--sbatch", "--qos=test", "--wait", "--poll", "1", "1");
    assertEquals(ExitCode.DONE, retried.exitCode(), retried.err());
    assertTrue(
        retried.err().contains("CPU; sbatch options: --qos=nope --qos=test\n"), retried.err());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
  }

  @Test
  void submissionThatWasKilledBeforeSbatchHasFailed() throws Exception {
    SbatchWrapper wrapper = SbatchWrapper.in(temporary.resolve("bin"), "kill -KILL $PPID; exit 1");
    assertEquals(128 + 9, generate(wrapper, 2).start().waitFor());
    assertEquals(JobArrayRow.State.INTENDED, arrays().get(0).state());
    directory.awaitStateByStatus(1, 0, JobState.FAILED);
    assertEquals(Optional.of(EndReason.NOT_SUBMITTED), directory.job(1, 0).reason());
    assertEquals(JobArrayRow.State.REJECTED, arrays().get(0).state());
    assertEquals("", slurmJobsOf(arrays().get(0)));

    directory.done("retry", "--wait", "--poll", "1", "1");
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
  }

  @Test
  void submissionThatWasKilledAfterSbatchIsFoundByItsName() throws Exception {
    SbatchWrapper wrapper =
        SbatchWrapper.in(temporary.resolve("bin"), "$real \"$@\"; kill -KILL $PPID");
    assertEquals(128 + 9, generate(wrapper, 2).start().waitFor());
    assertEquals(JobArrayRow.State.INTENDED, arrays().get(0).state());
    directory.done("wait", "--poll", "1", "1");
    assertEquals(1, arrays().size());
    assertEquals(JobArrayRow.State.SUBMITTED, arrays().get(0).state());
    assertEquals(2, slurmJobsOf(arrays().get(0)).lines().count());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
  }

  @Test
  void submissionWhoseSbatchWasKilledAfterItsWorkIsFoundByItsName() throws Exception {
    SbatchWrapper wrapper =
        SbatchWrapper.in(temporary.resolve("bin"), "$real \"$@\" >/dev/null; kill -KILL $$");
    Outcome killed = Outcome.of(generate(wrapper, 2, "--sbatch", "--hold"));
    assertEquals(1, killed.exitCode());
    assertTrue(
        killed.err().contains("\nwhether Slurm has taken submission 1 is not known; "),
        killed.err());
    assertEquals(JobArrayRow.State.INTENDED, arrays().get(0).state());
    assertEquals(JobState.PENDING, directory.job(1, 0).state());
    directory.done("status");
    assertEquals(JobArrayRow.State.SUBMITTED, arrays().get(0).state());
    String slurmJob = directory.task(1, 0).job().toString();
    directory.cluster().run("scontrol", "release", slurmJob);
    directory.done("wait", "--poll", "1", "1");
    assertEquals(1, arrays().size());
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
  }

  @Test
  void nothingIsConcludedWhileAnSbatchRunsWhoseCallerWasKilled() throws Exception {
    SbatchWrapper wrapper =
        SbatchWrapper.in(
            temporary.resolve("bin"),
            "kill -KILL $PPID\n" + SbatchWrapper.AWAIT_GO + "exec $real \"$@\"");
    assertEquals(128 + 9, generate(wrapper, 1).start().waitFor());
    assertTrue(directory.done("status").contains("jobs 1 pending"));
    assertEquals(JobArrayRow.State.INTENDED, arrays().get(0).state());
    wrapper.go();
    directory.done("wait", "--poll", "1", "1");
    directory.assertAsUndisturbed(temporary.resolve("local"), params, 20);
  }

  @Test
  void submissionOfALivingProcessIsLeftToIt() throws Exception {
    SbatchWrapper wrapper =
        SbatchWrapper.in(temporary.resolve("bin"), SbatchWrapper.AWAIT_GO + "exec $real \"$@\"");
    File output = temporary.resolve("output").toFile();
    Process process = generate(wrapper, 1).redirectErrorStream(true).redirectOutput(output).start();
    try {
      Await.until("sbatch is called", () -> !wrapper.calls().isEmpty());
      assertTrue(directory.done("status").contains("jobs 1 pending"));
      assertEquals(JobArrayRow.State.INTENDED, arrays().get(0).state());
      wrapper.go();
      int exit = process.waitFor();
      assertEquals(0, exit, Files.readString(output.toPath()));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(JobArrayRow.State.SUBMITTED, arrays().get(0).state());
    directory.done("wait", "--poll", "1", "1");
  }

  @Test
  void twoHundredTasksAreOneCallOfSbatch() throws Exception {
    SbatchWrapper wrapper = SbatchWrapper.in(temporary.resolve("bin"), "exec $real \"$@\"");
    params = directory.params("text", "200");
    Process process = generate(wrapper, 200, "-n", "400", "--sbatch", "--hold").start();
    assertEquals(0, process.waitFor());
    assertEquals(List.of("called"), wrapper.calls());
    assertEquals(1, arrays().size());
    assertEquals(200, directory.submission(1).jobs().size());
    assertEquals(200, slurmJobsOf(arrays().get(0)).lines().count());
  }

  @Test
  void jobsBeyondMaxArraySizeAreSplitOverArrays() throws Exception {
    int size = directory.cluster().slurm().maxArraySize();
    directory.generate(params, size + 2, size + 2, "--sbatch", "--hold", "--max-parallel", "3");
    assertEquals(
        List.of("0-" + (size - 1) + "%2", "0,1%1"),
        arrays().stream().map(array -> array.request().spec()).toList());
    TaskId last = directory.task(1, size + 1);
    assertEquals(1, last.index());
    directory.cluster().run("scontrol", "release", last.toString());
    directory.awaitState(1, size + 1, JobState.DONE);
    assertTrue(directory.done("status", "1").contains(size + 1 + " pending (JobHeldUser"));
    directory.done("cancel", "1");
    directory.awaitState(1, 0, JobState.CANCELLED);
  }
}
