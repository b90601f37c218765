package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.slurm.value.ArraySpec;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.ShellWords;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SbatchTest {
  private static Sbatch sbatch(String memory, List<String> options, Path folder) {
    return new Sbatch(
        "slurm-gen-a1b2-7",
        ArraySpec.of(List.of(0, 1, 2, 3, 4, 5), 1001, 2).get(0),
        TimeLimit.parse("90"),
        MemorySize.parse(memory),
        Duration.ofSeconds(30),
        options,
        folder.resolve("batch.sh"),
        folder.resolve("environment"),
        Path.of("/home/a b"),
        folder);
  }

  @Test
  void usersOptionsStandBetweenDefaultsAndWhatMustStay() {
    Path folder = Path.of("/home/a b/50%/7");
    assertEquals(
        List.of(
            "sbatch",
            "--job-name=slurm-gen-a1b2-7",
            "--time=01:30:00",
            "--qos=test",
            "--comment=x y",
            "--mem-per-cpu=1024M",
            "--parsable",
            "--array=0-5%2",
            "--requeue",
            "--signal=B:TERM@30",
            "--export-file=/home/a b/50%/7/environment",
            "--chdir=/home/a b",
            "--output=/home/a b/50%%/7/%A_%a.log",
            "--open-mode=append",
            "/home/a b/50%/7/batch.sh"),
        sbatch("1GB", Sbatch.userOptions("--qos=test '--comment=x y'"), folder).command());
  }

  @Test
  void memoryThatTheUserAsksForAnotherWayIsLeftToTheUser() {
    for (String other : List.of("--mem=4G", "--mem 4G", "--mem-per-gpu=1G")) {
      Sbatch sbatch = sbatch("1GB", Sbatch.userOptions(other), Path.of("/a"));
      assertFalse(sbatch.text().contains("--mem-per-cpu"), other);
    }
  }

  @Test
  void readsTheMemoryThatTheUserAsksFor() {
    assertEquals(Optional.empty(), Sbatch.memPerCpu(Sbatch.userOptions("--mem=4G -p x")));
    assertEquals(
        Optional.of(MemorySize.parse("2G")),
        Sbatch.memPerCpu(Sbatch.userOptions("--mem-per-cpu=1G --mem-per-cpu 2048 -p x")));
    List<String> wrong = Sbatch.userOptions("--mem-per-cpu=much");
    assertThrows(UserError.class, () -> Sbatch.memPerCpu(wrong));
  }

  @Test
  void textCanBeTyped() {
    Sbatch sbatch = sbatch("", List.of(), Path.of("/home/a b"));
    assertEquals(sbatch.command(), ShellWords.split(sbatch.text()));
    assertFalse(sbatch.text().contains("mem-per-cpu"));
  }

  @Test
  void outputFileIsWhereSlurmPutsIt() {
    assertEquals(
        Path.of("/a/12_3.log"), Sbatch.outputFile(Path.of("/a"), new TaskId(new JobId(12), 3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--array=1-3",
        "-a 1",
        "--output x",
        "-ox",
        "--job-name=a",
        "-J a",
        "--wait",
        "-W",
        "--export=ALL",
        "--time=30",
        "-t30",
        "--wrap=x",
        "-q x --signal=INT",
        "-D /",
        "--err=/tmp/x",
        "--tes",
        "--arr 1-3",
        "--ti=5",
        "--cluster=other",
        "-Ht5",
        "-sQo x"
      })
  void refusesWhatSlurmGenSetsItself(String options) {
    UserError error = assertThrows(UserError.class, () -> Sbatch.userOptions(options));
    assertTrue(error.getMessage().contains("sets this sbatch option itself"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "-H /path/x.sh, /path/x.sh, -H takes no value",
    "-QH x, x, -QH takes no value",
    "--hold x.sh, x.sh, --hold takes no value",
    "--contig x, x, --contig takes no value",
    "--nice 100, 100, write --nice=100",
    "--exclusive w, w, write --exclusive=w",
    "-p x --propagate NONE, NONE, write --propagate=NONE",
    "-k off, off, write -koff"
  })
  void refusesAWordThatSbatchWouldTakeForItsScript(String options, String word, String why) {
    UserError error = assertThrows(UserError.class, () -> Sbatch.userOptions(options));
    assertEquals(
        "sbatch would take '%s' for its script: %s; a value with spaces needs quotes"
            .formatted(word, why),
        error.getMessage());
  }

  @Test
  void wordBehindAnOptionThatNeedsOneIsItsValue() {
    for (String options : List.of("-p x", "-Hp x", "--partition x", "--exclude w", "-w n1")) {
      assertEquals(2, Sbatch.userOptions(options).size(), options);
    }
    for (String options : List.of("--nice", "--nice=5 -H", "-k", "-koff", "--exclusive=mcs")) {
      Sbatch.userOptions(options);
    }
  }

  @Test
  void takesAllOtherOptions() {
    assertEquals(
        List.of("-p", "a b", "--time-min=5", "-A", "me", "--exclude=n1", "--mem", "4G"),
        Sbatch.userOptions("-p 'a b' --time-min=5 -A me --exclude=n1 --mem 4G"));
    assertEquals(List.of(), Sbatch.userOptions(""));
    String flags = "--exclusive --time-min 5 -H -sv --nice=-5 --comment '-- a b' -q x -N1";
    assertEquals(ShellWords.split(flags), Sbatch.userOptions(flags));
  }

  /** All that follows would be arguments of that script then, and none of it options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "qos=test",
        "--",
        "-p long --",
        "-p long -- other.sh",
        "--comment=hello world",
        "--comment hello world",
        "-p a b",
        "-pdebug x",
        "--exclusive=user w",
        "-p ''  ''",
        "-"
      })
  void refusesAWordThatSbatchWouldTakeForTheScript(String options) {
    UserError error = assertThrows(UserError.class, () -> Sbatch.userOptions(options));
    assertTrue(error.getMessage().contains("dash"), error.getMessage());
  }

  @Test
  void refusesWhatSlurmWouldChange() {
    Path backslash = Path.of("/home/a\\b");
    assertThrows(UserError.class, () -> sbatch("", List.of(), backslash));
    Path relative = Path.of("a");
    assertThrows(IllegalArgumentException.class, () -> sbatch("", List.of(), relative));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12\n", "12;cluster\n", "welcome to the site\n12\n"})
  void findsTheJobId(String out) throws SbatchException {
    assertEquals(new JobId(12), Sbatch.parse(new SlurmCommand.Output(0, out, "a warning\n")));
  }

  @Test
  void failureHasSbatchsWholeText() {
    String text =
        "sbatch: error: invalid partition specified: nope\n"
            + "sbatch: error: Batch job submission failed: Invalid partition name specified";
    SbatchException error =
        assertThrows(SbatchException.class, () -> Sbatch.parse(Recorded.failure(text)));
    assertEquals(text, error.getMessage());
    assertFalse(error.outcomeUnknown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Socket timed out on send/recv operation",
        "Zero Bytes were transmitted or received",
        "Unable to contact slurm controller (receive failure)",
        "Unexpected message received",
        "Protocol authentication error",
        "Connection reset by peer"
      })
  void requestWhoseAnswerDidNotArriveMayHaveSucceeded(String reason) {
    String text = "sbatch: error: Batch job submission failed: " + reason;
    assertTrue(failure(Recorded.failure(text)).outcomeUnknown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect"
            + " failure)",
        "sbatch: error: cli_filter plugin terminated with error",
        "/usr/bin/sbatch: unrecognized option '--nope'",
        "welcome to the site\nsbatch: fatal: Invalid --nodes"
      })
  void requestThatWasNotMadeIsRefused(String text) {
    assertFalse(failure(new SlurmCommand.Output(1, "", text)).outcomeUnknown());
    assertFalse(failure(new SlurmCommand.Output(255, text, "")).outcomeUnknown());
  }

  @Test
  void sbatchThatDiedOrSaysNothingMayHaveSucceeded() {
    String refused = "sbatch: error: Batch job submission failed: Invalid qos specification";
    assertTrue(failure(new SlurmCommand.Output(0, "submitted", "")).outcomeUnknown());
    assertTrue(failure(new SlurmCommand.Output(1, "", "")).outcomeUnknown());
    assertTrue(
        failure(new SlurmCommand.Output(1, "", "wrapper: cannot log the job")).outcomeUnknown());
    assertTrue(failure(new SlurmCommand.Output(137, "12\n", "")).outcomeUnknown());
    assertTrue(failure(new SlurmCommand.Output(143, "", refused)).outcomeUnknown());
  }

  private static SbatchException failure(SlurmCommand.Output output) {
    return assertThrows(SbatchException.class, () -> Sbatch.parse(output));
  }
}
