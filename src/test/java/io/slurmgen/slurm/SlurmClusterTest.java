package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Await;
import io.slurmgen.slurm.value.ArraySpec;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskEnvironment;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import io.slurmgen.slurm.value.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package against a real Slurm. */
@RequiresSlurm
class SlurmClusterTest {
  private static final Duration NOW = Duration.ZERO;

  @TempDir Path temporary;
  private SlurmTestCluster cluster;
  private Slurm slurm;
  private Path folder;
  private String name;
  private TimeLimit limit = TimeLimit.parse("10");
  private final List<JobId> submitted = new ArrayList<>();

  @BeforeEach
  void findSlurm() throws IOException {
    cluster = SlurmTestCluster.get();
    slurm = cluster.slurm();
    folder = Files.createDirectory(temporary.resolve("it's a $HOME \"50%a\"\nünï"));
    name = "test-" + UUID.randomUUID();
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    slurm.cancel(submitted, Set.of(name));
    Await.until("jobs end", () -> cluster.run("squeue", "--noheader", "--name=" + name).isEmpty());
  }

  private Sbatch sbatch(ArraySpec array, String options, String... command) throws IOException {
    BatchScript script = new BatchScript(List.of(), List.of(command), array.firstJob());
    return new Sbatch(
        name,
        array,
        limit,
        MemorySize.parse("200M"),
        Duration.ofSeconds(25),
        Sbatch.userOptions(options),
        Files.writeString(folder.resolve("batch.sh"), script.render()),
        Files.writeString(
            folder.resolve("environment"), TaskEnvironment.of(cluster.environment()).render()),
        folder,
        folder);
  }

  private static ArraySpec jobs(int from, int to) {
    return ArraySpec.of(IntStream.range(from, to).boxed().toList(), 1001, 0).get(0);
  }

  private JobId submit(Sbatch sbatch) throws SbatchException {
    JobId job = slurm.submit(sbatch);
    submitted.add(job);
    return job;
  }

  private TaskStatus status(JobId job, int index) throws IOException {
    TaskId task = new TaskId(job, index);
    return slurm.states(List.of(task), Set.of(name)).tasks().get(task);
  }

  private void await(JobId job, int index, SlurmState state) throws Exception {
    Await.until(job + "_" + index + " is " + state, () -> status(job, index).state() == state);
  }

  private String output(JobId job, int index) throws IOException {
    Path file = Sbatch.outputFile(folder, new TaskId(job, index));
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Without those that slurmstepd adds whenever it sees fit. */
  private List<String> ownLines(JobId job, int index) throws IOException {
    return output(job, index).lines().filter(line -> !line.startsWith("slurmstepd")).toList();
  }

  @Test
  void arrayRunsInTheWorkingDirectoryWithItsJobNumbers() throws Exception {
    JobId job = submit(sbatch(jobs(1500, 1505), "", "sh", "-c", "pwd >\"job $1\"; echo $1", "sh"));
    for (int index = 0; index < 5; index++) {
      await(job, index, SlurmState.COMPLETED);
      assertEquals(folder + "\n", Files.readString(folder.resolve("job " + (1500 + index))));
      assertEquals(List.of("" + (1500 + index)), ownLines(job, index));
    }
  }

  @Test
  void tasksAreFollowedThroughTheirLives() throws Exception {
    String script = "echo ready; while [ ! -e go ]; do sleep 0.1; done; exit $1";
    JobId job = submit(sbatch(jobs(0, 3), "--hold", "bash", "-c", script, "bash"));
    assertEquals(SlurmState.PENDING, status(job, 2).state());
    assertEquals("JobHeldUser", status(job, 2).reason());
    assertEquals(null, status(job, 3), "a task that does not exist");

    cluster.run("scontrol", "release", job.toString());
    await(job, 2, SlurmState.RUNNING);
    assertTrue(status(job, 2).node().matches("n[1-4]"));
    assertEquals(Optional.empty(), status(job, 2).exitCode());

    Files.createFile(folder.resolve("go"));
    await(job, 0, SlurmState.COMPLETED);
    await(job, 2, SlurmState.FAILED);
    assertEquals("NonZeroExitCode", status(job, 2).reason());
    Await.until("exit code", () -> status(job, 2).exitCode().isPresent());
    assertEquals("2:0", status(job, 2).exitCode().orElseThrow().toString());
  }

  /** Slurm looks at its clocks every 30 seconds, so this signal comes 5 seconds after the start. */
  @Test
  void terminationBeforeTheTimeLimitReachesTheCommand() throws Exception {
    limit = TimeLimit.parse("1");
    String script = "trap 'echo terminated; kill $!; exit 0' TERM; sleep 300 & echo ready; wait";
    JobId job = submit(sbatch(jobs(0, 1), "", "bash", "-c", script, "bash"));
    await(job, 0, SlurmState.COMPLETED);
    assertEquals(List.of("ready", "terminated"), ownLines(job, 0), output(job, 0));
  }

  @Test
  void cancelEndsOneTaskOrAll() throws Exception {
    String script = "trap 'echo terminated; kill $!; exit 0' TERM; sleep 300 & echo ready; wait";
    JobId job = submit(sbatch(jobs(0, 3), "", "bash", "-c", script, "bash"));
    for (int index = 0; index < 3; index++) {
      int task = index;
      await(job, index, SlurmState.RUNNING);
      Await.until("output", () -> output(job, task).contains("ready"));
    }
    slurm.cancel(List.of(job), Set.of("another's"));
    assertEquals(TaskStates.NONE, slurm.states(List.of(new TaskId(job, 0)), Set.of("another's")));
    assertEquals(SlurmState.RUNNING, status(job, 0).state());
    slurm.cancelTasks(List.of(new TaskId(job, 0), new TaskId(job, 2)));
    await(job, 0, SlurmState.CANCELLED);
    await(job, 2, SlurmState.CANCELLED);
    assertEquals(SlurmState.RUNNING, status(job, 1).state());
    // Slurm calls a task cancelled while its processes still end.
    Await.until("the signal has come", () -> output(job, 2).contains("terminated"));
    slurm.cancel(List.of(job), Set.of(name));
    await(job, 1, SlurmState.CANCELLED);
    slurm.cancel(List.of(job), Set.of(name));
    slurm.cancel(List.of(), Set.of());
  }

  @Test
  void requeuedTaskAppendsToItsOutput() throws Exception {
    JobId job =
        submit(
            sbatch(
                jobs(0, 1), "", "sh", "-c", "echo ${SLURM_RESTART_COUNT:-0} run; exec sleep 300"));
    Await.until(
        "first run", () -> status(job, 0).state().isRunning() && output(job, 0).contains("0 run"));
    cluster.run("scontrol", "requeue", job + "_0");
    Await.until("second run", () -> output(job, 0).contains("1 run"));
    assertEquals(List.of("0 run", "1 run"), ownLines(job, 0), output(job, 0));
  }

  @Test
  void environmentOfTheSubmitterDoesNotReachTheTask() throws Exception {
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("LEAK", "1");
    environment.put("JAVA_TOOL_OPTIONS", "-Dleak");
    environment.put("SBATCH_EXPORT", "NONE");
    environment.put("SBATCH_CLUSTERS", "nope");
    environment.put("SLURM_CLUSTERS", "nope");
    environment.put("SQUEUE_STATES", "SUSPENDED");
    environment.put("SQUEUE_FORMAT", "%j");
    slurm = Slurm.find(environment).orElseThrow();
    String script = "shopt login_shell; echo \"$PATH\"; env";
    JobId job = submit(sbatch(jobs(0, 1), "", "bash", "-c", script, "bash"));
    await(job, 0, SlurmState.COMPLETED);
    List<String> lines = ownLines(job, 0);
    assertTrue(lines.get(0).matches("login_shell\\s+off"), lines.get(0));
    assertEquals("/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", lines.get(1));
    assertTrue(lines.contains("LC_ALL=C.UTF-8"));
    assertFalse(output(job, 0).toLowerCase().contains("leak"), output(job, 0));
  }

  @Test
  void tooMuchMemoryIsToldApart() throws Exception {
    assumeTrue(cluster.limitsMemory());
    String script = "x=$(head -c 400000000 /dev/zero | tr '\\0' x); sleep 60";
    JobId job = submit(sbatch(jobs(0, 1), "", "bash", "-c", script, "bash"));
    await(job, 0, SlurmState.OUT_OF_MEMORY);
    Await.untilMatches("(?s).*oom-kill.*", () -> output(job, 0));
  }

  @Test
  void lostNodeRequeuesItsTask() throws Exception {
    JobId job = submit(sbatch(jobs(0, 1), "--nodelist=n4", "sh", "-c", "echo run; exec sleep 300"));
    await(job, 0, SlurmState.RUNNING);
    cluster.crashNode("n4");
    try {
      cluster.run("scontrol", "update", "nodename=n4", "state=down", "reason=test");
      Await.until("requeued", () -> status(job, 0).state().isPending());
      slurm.cancel(List.of(job), Set.of(name));
    } finally {
      cluster.run("scontrol", "update", "nodename=n4", "state=resume");
      cluster.restoreNode("n4");
    }
  }

  @Test
  void sbatchsOwnWordsReachTheCaller() throws Exception {
    assertRefused(
        "sbatch: error: Batch job submission failed: Invalid job array specification",
        sbatch(new ArraySpec(0, List.of(slurm.maxArraySize()), 0), "", "true"));
    assertRefused(
        "sbatch: error: invalid partition specified: nope\n"
            + "sbatch: error: Batch job submission failed: Invalid partition name specified",
        sbatch(jobs(0, 1), "--partition=nope", "true"));
    assertRefused(
        SlurmCommand.onPath("sbatch", cluster.environment()).orElseThrow()
            + ": unrecognized option '--nope'\nTry \"sbatch --help\" for more information",
        sbatch(jobs(0, 1), "--nope", "true"));
    assertTrue(slurm.findByName(name, NOW).certainlyNone());
  }

  private void assertRefused(String text, Sbatch sbatch) {
    SbatchException error = assertThrows(SbatchException.class, () -> submit(sbatch));
    assertEquals(text, error.getMessage());
    assertFalse(error.outcomeUnknown());
  }

  @Test
  void largestIndexIsTaken() throws Exception {
    int largest = slurm.maxArraySize() - 1;
    JobId job = submit(sbatch(new ArraySpec(0, List.of(largest), 0), "--hold", "true"));
    assertEquals(SlurmState.PENDING, status(job, largest).state());
  }

  @Test
  @RequiresSlurm(accounting = true)
  void qosIsCheckedWhereAccountingEnforcesIt() throws Exception {
    assertRefused(
        "sbatch: error: Batch job submission failed: Invalid qos specification",
        sbatch(jobs(0, 1), "--qos=nope", "true"));
    JobId job = submit(sbatch(jobs(0, 1), "--qos=test --hold", "true"));
    assertTrue(cluster.run("scontrol", "show", "job", job.toString()).contains("QOS=test"));
  }

  @Test
  void jobIsFoundByItsName() throws Exception {
    assertTrue(slurm.findByName(name, NOW).certainlyNone());
    JobId job = submit(sbatch(jobs(0, 5), "--hold", "true"));
    assertEquals(new JobSearch(List.of(job), true), slurm.findByName(name, NOW));
    assertEquals(new JobSearch(List.of(job), true), slurm.findByName(name, Duration.ofDays(9)));
  }

  @Test
  @RequiresSlurm(accounting = true)
  void oldJobThatNobodyKnowsWasNeverSubmitted() throws Exception {
    assertTrue(slurm.findByName(name, Duration.ofDays(9)).certainlyNone());
  }

  @Test
  void nothingIsCertainWhileAnSbatchForItRuns() throws Exception {
    String script = "read -r line";
    Process sbatch = new ProcessBuilder("bash", "-c", script, "x", "--job-name=" + name).start();
    try {
      assertFalse(slurm.findByName(name, NOW).certain());
    } finally {
      sbatch.destroyForcibly().waitFor();
    }
    assertTrue(slurm.findByName(name, NOW).certainlyNone());
  }

  @Test
  void unknownTasksAreLeftOut() throws Exception {
    TaskId first = new TaskId(new JobId(60_000_000), 0);
    TaskId second = new TaskId(new JobId(60_000_001), 0);
    assertEquals(TaskStates.NONE, slurm.states(List.of(first), Set.of(name)));
    assertEquals(TaskStates.NONE, slurm.states(List.of(first, second), Set.of(name)));
    assertEquals(TaskStates.NONE, slurm.states(List.of(), Set.of()));
  }

  @Test
  void thereIsNoSlurmWithoutProgramOrConfiguration() throws IOException {
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("PATH", folder.toString());
    assertTrue(Slurm.find(environment).isEmpty());

    environment.put("PATH", cluster.environment().get("PATH"));
    environment.remove("SLURM_CONF");
    assumeTrue(!Files.exists(Path.of("/etc/slurm/slurm.conf")));
    assertTrue(Slurm.find(environment).isEmpty());
  }

  @Test
  void absentControllerIsNotMistakenForAMachineWithoutSlurm() throws IOException {
    Path conf = Path.of(cluster.environment().get("SLURM_CONF"));
    String deaf = Files.readString(conf).replaceFirst("SlurmctldPort=\\d+", "SlurmctldPort=1");
    Map<String, String> environment = new HashMap<>(cluster.environment());
    Path copy = Files.writeString(folder.resolve("slurm.conf"), deaf);
    environment.put("SLURM_CONF", copy.toString());
    SlurmException error = assertThrows(SlurmException.class, () -> Slurm.find(environment));
    assertTrue(error.getMessage().contains("Unable to contact slurm controller"), error.toString());
  }
}
