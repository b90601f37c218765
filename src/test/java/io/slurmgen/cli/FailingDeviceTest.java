package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.task.FixedCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files whose bytes the kernel cannot read: an input/output error (EIO), as that of a failing disk.
 * The memory of a process is such a file at its first bytes, and only root can put it in the place
 * of another one.
 */
class FailingDeviceTest {
  @TempDir private Path directory;
  private UserDirectory user;
  private Path segment;

  private void makeCache() throws IOException {
    user = UserDirectory.ofExample(directory);
    FixedCache.make(directory);
    try (Stream<Path> files = Files.walk(directory)) {
      segment = files.filter(file -> file.endsWith("J1-1.arrows")).findFirst().orElseThrow();
    }
  }

  private void assertNamed(Path file, String... command) throws Exception {
    byte[] catalog = Files.readAllBytes(directory.resolve(".slurm_cache.sqlite"));
    Process process = new ProcessBuilder("cat").start();
    try {
      Path unreadable = Path.of("/proc", Long.toString(process.pid()), "mem");
      boolean isMounted = run("mount", "--bind", unreadable, file) == 0;
      if (!isMounted) {
        System.err.println("*** NOTHING CAN BE MOUNTED: TESTS OF FAILING DISKS ARE SKIPPED ***");
      }
      assumeTrue(isMounted);
      try {
        UserDirectory.Result result = user.run(command);
        assertEquals("slurm-gen: " + file + ": Input/output error\n", result.err());
        assertEquals("", result.out());
        assertEquals(ExitCode.FAILED, result.exitCode());
      } finally {
        assertEquals(0, run("umount", file));
      }
    } finally {
      process.destroyForcibly();
    }
    assertArrayEquals(catalog, Files.readAllBytes(directory.resolve(".slurm_cache.sqlite")));
    assertEquals(ExitCode.DONE, user.run("verify").exitCode());
  }

  private static int run(String program, Object... arguments)
      throws IOException, InterruptedException {
    String[] words =
        Stream.concat(Stream.of(program), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void rebuildNamesTheSegmentThatCannotBeRead() throws Exception {
    makeCache();
    assertNamed(segment, "repair", "--rebuild-catalog", "-y");
    assertNamed(segment, "verify");
  }

  @Test
  void rebuildAndMoveNameTheJournalThatCannotBeRead() throws Exception {
    makeCache();
    Path journal = directory.resolve(".slurm_cache/moves.journal");
    assertNamed(journal, "repair", "--rebuild-catalog", "-y");
    assertNamed(journal, "move", "noisy_sine", "5", "train", "-y", "-p", "0");
  }
}
