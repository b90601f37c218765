package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchScriptTest {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "a b",
          "it's",
          "\"double\"",
          "$(touch pwned)",
          "`touch pwned`",
          "$HOME",
          "${x}",
          "back\\slash\\",
          "line\nend\n",
          "\n#SBATCH --mem=1",
          "tab\there",
          "*",
          "-n",
          "~",
          "a;b&c|d<e>f",
          "!history",
          "{'left': 0, 'name': \"ünï😀\"}",
          "%A_%a");

  @TempDir Path directory;

  @Test
  void withoutSetup() throws IOException {
    assertEquals(
        Recorded.text("batch-plain.sh"),
        new BatchScript(
                List.of(),
                List.of("/opt/java 17/bin/java", "-cp", "/home/o'neil/a.jar", "Main", "$(x)\n", ""),
                0)
            .render());
  }

  @Test
  void withSetup() throws IOException {
    assertEquals(
        Recorded.text("batch-setup.sh"),
        new BatchScript(
                List.of("module load java/17", "export OMP_NUM_THREADS=\"$SLURM_CPUS_ON_NODE\""),
                List.of("java", "-Xmx900m", "Main"),
                1001)
            .render());
  }

  @Test
  void argumentsArriveUnchanged() throws IOException {
    List<String> command = new ArrayList<>(List.of("printf", "%s\\0"));
    command.addAll(NASTY);
    SlurmCommand.Output output = run(new BatchScript(List.of(), command, 1000), 7);
    List<String> expected = new ArrayList<>(NASTY);
    expected.add("1007");
    assertEquals(expected, List.of(output.out().split("\0")));
    assertEquals("", output.err());
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count(), "no argument may be run as a command");
    }
  }

  @Test
  void setupLinesRunBeforeTheCommand() throws IOException {
    BatchScript script =
        new BatchScript(
            List.of("for word in a \"b c\"; do", "  export GREETING=\"$word $word\"", "done"),
            List.of("sh", "-c", "echo \"$GREETING $1\"", "sh"),
            0);
    assertEquals("b c b c 3\n", run(script, 3).out());
  }

  @Test
  void commandReplacesTheShell() throws IOException {
    BatchScript script =
        new BatchScript(List.of("echo $$"), List.of("sh", "-c", "echo $$", "sh"), 0);
    List<String> pids = run(script, 0).out().lines().toList();
    assertEquals(2, pids.size());
    assertEquals(pids.get(0), pids.get(1));
  }

  @Test
  void commandIsNecessary() {
    assertThrows(IllegalArgumentException.class, () -> new BatchScript(List.of(), List.of(), 0));
    assertThrows(
        IllegalArgumentException.class, () -> new BatchScript(List.of(), List.of("a\0b"), 0));
  }

  private SlurmCommand.Output run(BatchScript script, int index) throws IOException {
    Path file = Files.writeString(directory.resolve("script.sh"), script.render());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("SLURM_ARRAY_TASK_ID", Integer.toString(index));
    SlurmCommand.Output output =
        new SlurmCommand(List.of("bash", file.toString()), environment, Duration.ofMinutes(1))
            .run();
    assertEquals(0, output.exit(), output.err());
    return output;
  }
}
