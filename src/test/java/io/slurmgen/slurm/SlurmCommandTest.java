package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SlurmCommandTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static SlurmCommand bash(String script, Duration limit) {
    return new SlurmCommand(List.of("bash", "-c", script), Map.of("PATH", "/usr/bin:/bin"), limit);
  }

  @Test
  void keepsBothStreamsAndTheExitCode() throws IOException {
    assertEquals(
        new SlurmCommand.Output(3, "out\n", "err\n"),
        bash("echo out; echo err >&2; exit 3", LONG).run());
  }

  @Test
  void drainsMuchOutputOfBothStreams() throws IOException {
    String script = "head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero";
    SlurmCommand.Output output = bash(script, LONG).run();
    assertEquals(1_000_000, output.out().length());
    assertEquals(1_000_000, output.err().length());
  }

  @Test
  void hasTheGivenEnvironmentAndEnglishMessages() throws IOException {
    assertEquals("C\n", bash("echo $LC_ALL$HOME", LONG).run().out());
  }

  @Test
  void standardInputIsEmpty() throws IOException {
    assertEquals("", bash("cat", LONG).run().out());
  }

  @Test
  void programIsSoughtOnTheGivenPath(@TempDir Path folder) throws IOException {
    Path program = Files.writeString(folder.resolve("hello"), "#!/bin/sh\necho hello \"$@\"\n");
    Map<String, String> environment = Map.of("PATH", "/nonexistent::" + folder);
    SlurmCommand command = new SlurmCommand(List.of("hello", "a b"), environment, LONG);
    IOException error = assertThrows(IOException.class, command::run);
    assertEquals("hello is not on the PATH", error.getMessage());
    assertTrue(program.toFile().setExecutable(true));
    assertEquals("hello a b\n", command.run().out());
  }

  @Test
  void endsAtTheTimeLimit() {
    assertThrows(
        SlurmCommand.TimeLimitException.class,
        () -> bash("sleep 100", Duration.ofMillis(100)).run());
  }

  @Test
  void outputThatAnotherProcessHoldsOpenIsNotAwaitedForEver(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    String script = "echo printed; sleep 600 & echo $! >'" + pid + "'; exit 0";
    Duration limit = Duration.ofSeconds(5);
    try {
      assertEquals(new SlurmCommand.Output(0, "printed\n", ""), bash(script, limit).run());
    } catch (SlurmCommand.TimeLimitException e) {
      // The JDK leaves open whether what was printed comes back.
      assertEquals("bash did not end within 5 seconds", e.getMessage());
    }
    ProcessHandle other =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertTrue(other.destroyForcibly(), "it has not ended before");
  }

  @Test
  void interruptEndsItAndStays() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> bash("sleep 100", LONG).run());
    assertTrue(Thread.interrupted());
  }
}
