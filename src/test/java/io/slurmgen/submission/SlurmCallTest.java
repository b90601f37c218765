package io.slurmgen.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.BatchScript;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.TimeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given to sbatch for a submission, whole. */
class SlurmCallTest {
  private static final Path DIRECTORY = Path.of("/home/o'neil/my $data");

  private static SubmissionRow submission(int jobs) {
    IndexRanges indexes = new IndexRanges(List.of(new IndexRange(0, jobs)));
    ParamSetRow set = new ParamSetRow(1, "noisy_sine", 0, "f".repeat(64), "{}", 7);
    return SubmissionRow.draft(3, set, ExecutorKind.SLURM, "code", indexes.split(jobs));
  }

  private static List<SlurmCall> calls(int jobs, int maxArraySize, String... setup) {
    return calls(DIRECTORY, jobs, maxArraySize, setup);
  }

  private static List<SlurmCall> calls(
      Path directory, int jobs, int maxArraySize, String... setup) {
    SubmissionRow submission = submission(jobs);
    SlurmSettings settings =
        new SlurmSettings(
            TimeLimit.parse("90"),
            MemorySize.parse("1GB"),
            6,
            "--qos=test --comment='a b'",
            List.of(setup));
    return SlurmCall.of(
        new CacheDirectory(directory), maxArraySize, submission, submission.jobs(), settings);
  }

  /** The test's own Java and class path, and the random part of the name, by their names. */
  private static String comparable(String text) {
    return text.replace(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "JAVA")
        .replaceAll("(?s)(-cp \\\\\n  ).*?( \\\\\n)", "$1CLASS_PATH$2")
        .replaceAll("-[0-9a-f]{12}\\b", "-RANDOM")
        .replaceAll("(?m)^  -Dorg.sqlite.*\n|^  -Dslf4j.*\n", "");
  }

  private static String golden(String name) throws IOException {
    try (var in = SlurmCallTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void scriptOfATaskWithoutSetup() throws IOException {
    assertEquals(golden("task.sh"), comparable(calls(40, 1001).get(0).script().render()));
  }

  /** In place of Java a program that prints its arguments. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/o'neil/my $data",
        "/a/$(touch x)`touch x`\n#SBATCH --wrap=x\n\"*~",
        "/a/-n"
      })
  void taskGetsTheVeryDirectory(String directory, @TempDir Path temp) throws Exception {
    Path program = temp.resolve("it's a program");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    BatchScript script = calls(Path.of(directory), 40, 1001, "GREETING=x").get(0).script();
    List<String> words = new ArrayList<>(script.command());
    words.set(0, program.toString());
    BatchScript printing = new BatchScript(script.setup(), words, script.adjustments(), 1001);
    Path file = Files.writeString(temp.resolve("task.sh"), printing.render());
    List<String> expected = new ArrayList<>(words.subList(1, words.size()));
    expected.add("1008");
    assertEquals(expected, Bash.words(Map.of("SLURM_ARRAY_TASK_ID", "7"), file.toString()));
    assertTrue(expected.contains(directory), expected.toString());
  }

  @Test
  void scriptOfATaskWithSetupInASecondArray() throws IOException {
    List<SlurmCall> calls = calls(1500, 1001, "module load java/21", "ulimit -n 4096");
    assertEquals(golden("task-setup.sh"), comparable(calls.get(1).script().render()));
  }

  @Test
  void taskStartsFromTheLaunchersArchive() {
    System.setProperty("slurm_gen.archive", "-XX:SharedArchiveFile=/apps/my archive");
    try {
      String script = calls(40, 1001).get(0).script().render();
      assertTrue(script.contains("  '-XX:SharedArchiveFile=/apps/my archive' \\\n"), script);
      assertTrue(script.contains("  -XX:ArchiveRelocationMode=0 \\\n"), script);
      assertTrue(script.contains("  -Xlog:disable \\\n"), script);
    } finally {
      System.clearProperty("slurm_gen.archive");
    }
  }

  @Test
  void commandOfAnArray() throws IOException {
    assertEquals(golden("sbatch.txt"), comparable(calls(40, 1001).get(0).sbatch().text()) + "\n");
  }

  @Test
  void nameTellsTheSubmissionAndIsUnique() {
    List<SlurmCall> calls = calls(1500, 1001);
    String first = calls.get(0).request().name();
    String second = calls.get(1).request().name();
    assertEquals("sg-noisy_sine-3-RANDOM", comparable(first));
    assertEquals(2, List.of(first, second).stream().distinct().count());
  }

  @Test
  void limitIsSharedOutBetweenArrays() {
    assertEquals(
        List.of("0-1000%3", "0-498%3"),
        calls(1500, 1001).stream().map(call -> call.request().spec()).toList());
  }
}
