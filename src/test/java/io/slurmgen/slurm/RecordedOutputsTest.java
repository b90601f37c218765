package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.SlurmException;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskExitCode;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordedOutputsTest {
  private static final Map<Integer, SlurmState> ENDED =
      Map.of(
          0, SlurmState.COMPLETED,
          1, SlurmState.FAILED,
          2, SlurmState.TIMEOUT,
          3, SlurmState.CANCELLED,
          4, SlurmState.NODE_FAIL,
          5, SlurmState.OUT_OF_MEMORY,
          6, SlurmState.FAILED,
          7, SlurmState.RUNNING);

  @Test
  void squeueBeforeTheStart() throws IOException {
    Map<TaskId, TaskStatus> states = Squeue.states(Recorded.output("squeue-pending.txt")).tasks();
    assertEquals(45, states.size());
    assertEquals(status(SlurmState.PENDING, "", "", 0), states.get(task(2, 39)));
  }

  @Test
  void squeueWhileAnArrayRuns() throws IOException {
    Map<TaskId, TaskStatus> states = Squeue.states(Recorded.output("squeue-running.txt")).tasks();
    assertEquals(5 + 40 + 13, states.size());
    assertEquals(
        IntStream.range(0, 40)
            .mapToObj(i -> i < 5 ? SlurmState.RUNNING : SlurmState.PENDING)
            .toList(),
        statesOf(states, 2));
    assertEquals("JobArrayTaskLimit", states.get(task(2, 5)).reason());
    assertEquals("JobHeldUser", states.get(task(3, 40)).reason());
    assertFalse(states.containsKey(task(3, 5)));
    assertEquals(status(SlurmState.RUNNING, "", "n4", 3), states.get(task(2, 1)));
  }

  @Test
  void squeueAfterTheEnd() throws IOException {
    Map<TaskId, TaskStatus> states = Squeue.states(Recorded.output("squeue-ended.txt")).tasks();
    assertEquals(ENDED, byIndex(states, 13));
    assertEquals("TimeLimit", states.get(task(13, 2)).reason());
    assertEquals("NodeDown", states.get(task(13, 4)).reason());
    assertEquals("OutOfMemory", states.get(task(13, 5)).reason());
    assertEquals("JobLaunchFailure", states.get(task(17, 0)).reason());
    assertEquals(SlurmState.CANCELLED, states.get(task(2, 39)).state());
  }

  @Test
  void squeueOfARequeuedJob() throws IOException {
    assertEquals(
        Map.of(task(14, 0), status(SlurmState.COMPLETING, "", "n4", 0)),
        Squeue.states(Recorded.output("squeue-requeue-completing.txt")).tasks());
    assertEquals(
        Map.of(task(14, 0), status(SlurmState.PENDING, "BeginTime", "", 0)),
        Squeue.states(Recorded.output("squeue-requeued.txt")).tasks());
  }

  @Test
  void sacctWhileAnArrayRuns() throws IOException {
    Map<TaskId, TaskStatus> states = Sacct.states(Recorded.output("sacct-running.txt")).tasks();
    assertEquals(5 + 40 + 13, states.size());
    assertEquals(
        new TaskStatus(
            SlurmState.COMPLETED,
            "",
            Optional.of(new TaskExitCode(0, 0)),
            "n1",
            states.get(task(1, 0)).elapsed()),
        states.get(task(1, 0)));
    assertEquals(status(SlurmState.PENDING, "", "", 0), states.get(task(2, 39)));
    assertEquals(Optional.empty(), states.get(task(2, 0)).exitCode());
  }

  @Test
  void sacctAfterTheEnd() throws IOException {
    Map<TaskId, TaskStatus> states = Sacct.states(Recorded.output("sacct-ended.txt")).tasks();
    assertEquals(ENDED, byIndex(states, 13));
    assertEquals(Duration.ofSeconds(27), states.get(task(13, 2)).elapsed());
    assertEquals(
        List.of("0:0", "7:0", "0:0", "0:0", "0:0", "0:125", "0:9"),
        IntStream.range(0, 7).mapToObj(i -> exitCode(states, 13, i)).toList());
    assertEquals("0:53", exitCode(states, 17, 0));
    assertEquals(SlurmState.CANCELLED, states.get(task(2, 39)).state());
  }

  @Test
  void sacctOfARequeuedJobIsNoEnd() throws IOException {
    assertEquals(
        Map.of(task(14, 0), status(SlurmState.REQUEUED, "", "n4", 47)),
        Sacct.states(Recorded.output("sacct-requeued.txt")).tasks());
    assertTrue(SlurmState.REQUEUED.isPending());
  }

  @Test
  void scontrolWhileAnArrayRuns() throws IOException {
    Map<TaskId, TaskStatus> states =
        Scontrol.states(Recorded.output("scontrol-running.txt"), Set.of("many")).tasks();
    assertEquals(
        IntStream.range(0, 40)
            .mapToObj(i -> i < 5 ? SlurmState.RUNNING : SlurmState.PENDING)
            .toList(),
        statesOf(states, 2));
    assertEquals(status(SlurmState.RUNNING, "", "n4", 3), states.get(task(2, 1)));
    assertEquals("", states.get(task(2, 39)).node());
  }

  @Test
  void scontrolAfterTheEnd() throws IOException {
    Map<TaskId, TaskStatus> states =
        Scontrol.states(Recorded.output("scontrol-ended.txt"), Set.of("ends")).tasks();
    assertEquals(ENDED, byIndex(states, 13));
    assertEquals(
        new TaskStatus(
            SlurmState.TIMEOUT,
            "TimeLimit",
            Optional.of(new TaskExitCode(0, 15)),
            "n4",
            Duration.ofSeconds(27)),
        states.get(task(13, 2)));
    assertEquals(
        List.of("0:0", "7:0", "0:15", "0:15", "0:0", "0:125", "0:9"),
        IntStream.range(0, 7).mapToObj(i -> exitCode(states, 13, i)).toList());
  }

  @Test
  void scontrolOfAJobThatIsNoArray() throws IOException {
    TaskStatus status =
        Scontrol.states(Recorded.output("scontrol-single.txt"), Set.of("wrap"))
            .tasks()
            .get(task(17, 0));
    assertEquals(SlurmState.FAILED, status.state());
    assertEquals("JobLaunchFailure", status.reason());
    assertEquals(Optional.of(new TaskExitCode(0, 53)), status.exitCode());
  }

  @Test
  void jobOfAnotherNameIsAnother() throws IOException {
    SlurmCommand.Output single = Recorded.output("scontrol-single.txt");
    assertEquals(Map.of(), Scontrol.states(single, Set.of("ours", "many")).tasks());
  }

  @Test
  void tasksThatAreCancelledWhileTheyWaitLeaveNoTraceInTheirArray() throws IOException {
    Map<TaskId, TaskStatus> squeue =
        Squeue.states(Recorded.output("squeue-two-cancelled.txt")).tasks();
    Map<TaskId, TaskStatus> sacct =
        Sacct.states(Recorded.output("sacct-two-cancelled.txt")).tasks();
    assertEquals(Set.of(task(3, 0), task(3, 3)), squeue.keySet());
    assertEquals(Set.of(task(3, 0), task(3, 3)), sacct.keySet());
    assertEquals(SlurmState.PENDING, squeue.get(task(3, 0)).state());
  }

  @Test
  void arrayWhoseWaitingTasksAreCancelledTogetherGoesOnWithoutAnIndex() throws IOException {
    for (TaskStates states :
        List.of(
            Squeue.states(Recorded.output("squeue-withdrawn.txt")),
            Sacct.states(Recorded.output("sacct-withdrawn.txt")),
            Scontrol.states(Recorded.output("scontrol-withdrawn.txt"), Set.of("foo")))) {
      assertEquals(Set.of(new JobId(6)), states.withdrawn());
      assertEquals(Set.of(task(6, 0)), states.tasks().keySet());
      assertEquals(SlurmState.RUNNING, states.of(task(6, 0)).orElseThrow().state());
    }
  }

  @Test
  void lineEndInAPathOfScontrolIsNoNewJob() throws IOException {
    String text = Recorded.text("scontrol-single.txt").replace("WorkDir=", "WorkDir=/a\nb=");
    assertEquals(
        1, Scontrol.states(new SlurmCommand.Output(0, text, ""), Set.of("wrap")).tasks().size());
  }

  @Test
  void settings() throws IOException {
    assertEquals(
        new Scontrol.Config("22.05.8", "test", 1001, true, MemorySize.parse("1000")),
        Scontrol.config(Recorded.output("scontrol-config.txt")));
  }

  @Test
  void settingsWithoutAccounting() throws IOException {
    String text = Recorded.text("scontrol-config.txt");
    for (String none : List.of("accounting_storage/none", "(null)")) {
      String changed = text.replace("accounting_storage/slurmdbd", none);
      assertFalse(Scontrol.config(new SlurmCommand.Output(0, changed, "")).accounting(), none);
    }
  }

  @Test
  void missingSettingIsNamed() {
    SlurmException error =
        assertThrows(
            SlurmException.class, () -> Scontrol.config(new SlurmCommand.Output(0, "", "")));
    assertTrue(error.getMessage().contains("AccountingStorageType"), error.getMessage());
  }

  @Test
  void unknownStateIsThatOfItsTaskOnly() throws IOException {
    String squeue = Recorded.text("squeue-ended.txt").replace("TIMEOUT", "DREAMING");
    String sacct = Recorded.text("sacct-ended.txt").replace("TIMEOUT", "DREAMING");
    String scontrol = Recorded.text("scontrol-ended.txt").replace("=TIMEOUT", "=DREAMING");
    assertUnknown(Squeue.states(new SlurmCommand.Output(0, squeue, "")).tasks());
    assertUnknown(Sacct.states(new SlurmCommand.Output(0, sacct, "")).tasks());
    assertUnknown(
        Scontrol.states(new SlurmCommand.Output(0, scontrol, ""), Set.of("ends")).tasks());
  }

  private static void assertUnknown(Map<TaskId, TaskStatus> states) {
    Map<Integer, SlurmState> expected = new HashMap<>(ENDED);
    expected.put(2, SlurmState.UNKNOWN);
    assertEquals(expected, byIndex(states, 13));
    assertTrue(states.get(task(13, 2)).reason().endsWith("does not know: DREAMING"));
    assertEquals(Optional.empty(), states.get(task(13, 2)).exitCode());
  }

  @Test
  void unreadableTimesAndExitCodesAreLeftOut() throws IOException {
    Map<TaskId, TaskStatus> states =
        Squeue.states(new SlurmCommand.Output(0, "1_0|RUNNING|INVALID|n1|None\n", "")).tasks();
    assertEquals(status(SlurmState.RUNNING, "", "n1", 0), states.get(task(1, 0)));
    states = Sacct.states(new SlurmCommand.Output(0, "1_0|FAILED|what|-3|n1\n", "")).tasks();
    assertEquals(status(SlurmState.FAILED, "", "n1", 0), states.get(task(1, 0)));
    states =
        Scontrol.states(
                new SlurmCommand.Output(
                    0, "JobId=1 JobName=a JobState=FAILED RunTime=INVALID NodeList=n1", ""),
                Set.of("a"))
            .tasks();
    assertEquals(status(SlurmState.FAILED, "", "n1", 0), states.get(task(1, 0)));
  }

  @Test
  void strangeLineIsNamed() {
    assertNames("what?", () -> Squeue.states(new SlurmCommand.Output(0, "what?", "")).tasks());
    assertNames("what?", () -> Sacct.states(new SlurmCommand.Output(0, "what?\n", "")).tasks());
    assertNames(
        "2-3...",
        () -> Squeue.states(new SlurmCommand.Output(0, "1_[2-3...]|PENDING|0:00||x", "")).tasks());
  }

  private static void assertNames(
      String name, org.junit.jupiter.api.function.Executable executable) {
    SlurmException error = assertThrows(SlurmException.class, executable);
    assertTrue(error.getMessage().contains(name), error.getMessage());
  }

  @Test
  void unknownJobIsNoErrorOfSqueueAndScontrol() throws IOException {
    SlurmCommand.Output unknown =
        Recorded.failure("slurm_load_jobs error: Invalid job id specified");
    assertEquals(Map.of(), Squeue.states(unknown).tasks());
    assertEquals(Map.of(), Scontrol.states(unknown, Set.of()).tasks());
  }

  @Test
  void absentControllerIsAnErrorWithSlurmsText() {
    String text = "slurm_load_jobs error: Unable to contact slurm controller (connect failure)";
    SlurmException error =
        assertThrows(SlurmException.class, () -> Squeue.states(Recorded.failure(text)).tasks());
    assertEquals(text, error.getMessage());
  }

  private static TaskId task(long job, int index) {
    return new TaskId(new JobId(job), index);
  }

  private static TaskStatus status(SlurmState state, String reason, String node, int seconds) {
    return new TaskStatus(state, reason, Optional.empty(), node, Duration.ofSeconds(seconds));
  }

  private static String exitCode(Map<TaskId, TaskStatus> states, long job, int index) {
    return states.get(task(job, index)).exitCode().orElseThrow().toString();
  }

  private static List<SlurmState> statesOf(Map<TaskId, TaskStatus> states, long job) {
    return List.copyOf(byIndex(states, job).values());
  }

  private static Map<Integer, SlurmState> byIndex(Map<TaskId, TaskStatus> states, long job) {
    Map<Integer, SlurmState> byIndex = new TreeMap<>();
    states.forEach(
        (task, status) -> {
          if (task.job().value() == job) {
            byIndex.put(task.index(), status.state());
          }
        });
    return byIndex;
  }
}
