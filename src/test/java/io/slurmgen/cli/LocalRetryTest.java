package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed, and what is said, after a local run that has left samples out. */
class LocalRetryTest {
  @TempDir private Path temp;
  private Path gate;
  private UserDirectory user;
  private UserDirectory.Result failed;

  /** Submission 1 fails at its 38th sample of 100 while the gate is closed. */
  @BeforeEach
  void failInTheGenerator() throws IOException {
    gate = temp.resolve("gate");
    Path directory = Files.createDirectory(temp.resolve("user"));
    try (var source = LocalRetryTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    user = new UserDirectory(directory);
    failed = generate();
    assertEquals(ExitCode.FAILED, failed.exitCode());
  }

  private UserDirectory.Result generate() {
    return user.run(
        "generate",
        "gated",
        "-n",
        "100",
        "--njobs",
        "1",
        "--executor",
        "local",
        "-p",
        "{'fail_at': 37, 'gate': '" + gate + "'}");
  }

  @Test
  void proposedRetryIncludesJobsWhoseGeneratorFailed() {
    String hint =
        "to make the missing samples, once its code is mended: slurm-gen -C %s retry 1 --all\n"
            .formatted(user.path());
    assertTrue(failed.err().endsWith(hint), failed.err());
    assertTrue(user.run("retry", "1", "--all").err().endsWith(hint));
    assertTrue(user.run("status", "1").out().contains(hint));
    assertTrue(
        user.run("retry", "1")
            .err()
            .startsWith("submission 1: 1 job left out, whose generator failed"));
  }

  @Test
  void summaryOfARetryTellsWhatItMade() throws Exception {
    long before = StoredRun.read(user.path(), 0).samples();
    Files.createFile(gate);
    String out = user.run("retry", "1", "--all").out();
    assertTrue(out.startsWith(100 - before + " samples in "), out);
    assertTrue(
        out.endsWith("; all 100 of submission 1 are there; gated 0 has 100 raw samples now\n"),
        out);
  }

  @Test
  void nothingIsProposedForJobsWhoseSamplesOthersMake() throws Exception {
    Files.createFile(gate);
    assertEquals(ExitCode.DONE, generate().exitCode());
    String released = "1 job released: later submissions make its missing samples\n";
    for (String verb : new String[] {"status", "wait"}) {
      String told = user.run(verb, "1").out();
      assertTrue(told.contains("jobs 1 released"), told);
      assertTrue(told.contains("\n  " + released), told);
      assertFalse(told.contains("retry"), told);
    }
    UserDirectory.Result retry = user.run("retry", "1", "--all");
    assertEquals("submission 1: " + released, retry.out());
    assertEquals("", retry.err());
    assertTrue(user.run("status", "1", "--json").out().contains("\"released\""));
  }
}
