package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ending a run of which this host cannot know whether it lives. */
class CancelCommandTest {
  private static final String PARAMS = "{\"left\":-1,\"right\":1,\"std_dev\":0.1}";

  @TempDir Path temporary;
  private UserDirectory directory;

  @BeforeEach
  void submitElsewhere() throws IOException {
    directory = UserDirectory.ofExample(temporary);
    directory.generate(10);
    submit(new Submitter("elsewhere", 12));
  }

  private void submit(Submitter submitter) throws IOException {
    try (Catalog catalog = Catalog.create(new CacheDirectory(temporary), Clock.systemUTC())) {
      String hash = catalog.counts().of("noisy_sine").get(0).paramSet().hash();
      catalog
          .submissions()
          .create(
              new NewSubmission(
                  "noisy_sine",
                  hash,
                  PARAMS,
                  OptionalLong.empty(),
                  7,
                  new NewSubmission.Amount(20, false),
                  2,
                  ExecutorKind.LOCAL,
                  "code",
                  submitter));
    }
  }

  @Test
  void runOfAnotherHostIsGivenUpAndThenRetried() {
    UserDirectory.Result retried = directory.run("retry", "2");
    assertEquals(ExitCode.USER_MISTAKE, retried.exitCode());
    assertTrue(
        retried.err().contains("runs in process 12 on elsewhere; if that is gone, slurm-gen -C")
            && retried.err().endsWith(" cancel 2 gives it up\n"),
        retried.err());
    assertEquals(
        "submission 2: 2 jobs cancelled\n", directory.runAnswering("y", "cancel", "2").out());
    directory.must("retry", "2");
    assertTrue(directory.run("list").out().contains("30"), directory.run("list").out());
  }

  /** As where the catalog belongs to somebody else. */
  @Test
  void statusShowsWhatIsRecordedWhereNothingCanBe() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    submit(new Submitter(Submitter.thisNode(), ended.pid()));
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve(".slurm_cache.sqlite"));
        Statement statement = shell.createStatement()) {
      statement.executeUpdate(
          "create trigger no before update on job begin select raise(abort, 'not yours'); end");
    }
    UserDirectory.Result status = directory.run("status");
    assertEquals(ExitCode.DONE, status.exitCode(), status.err());
    assertTrue(status.err().startsWith("nothing new can be recorded, this is what is: "));
    assertTrue(status.out().contains("submission 3: noisy_sine 0, 0 of 20 samples"), status.out());
  }

  @Test
  void shortageCountsWhatIsBeingMade() {
    UserDirectory.Result few = directory.run("move", "noisy_sine", "25", "train");
    assertTrue(
        few.err().contains("10 samples in raw, 15 too few, 15 are being made; to wait for them: "),
        few.err());
    assertTrue(few.err().endsWith(" wait 2\n"), few.err());
    few = directory.run("move", "noisy_sine", "100", "train");
    assertTrue(
        few.err().contains("90 too few, 20 are being made; to generate the other 70 (about"),
        few.err());
    assertTrue(few.err().contains(" generate noisy_sine -n 70 "), few.err());
  }

  @Test
  void numberThatDoesNotExistIsAnsweredWithThoseThatDo() throws IOException {
    UserDirectory.Result unknown = directory.run("cancel", "9");
    assertTrue(
        unknown.err().matches("slurm-gen: there is no submission 9, the newest is 2; .* --all\n"),
        unknown.err());
  }

  @Test
  void nobodyIsAskedWithYes() {
    assertEquals(ExitCode.USER_MISTAKE, directory.run("cancel", "2").exitCode());
    assertEquals("submission 2 goes on\n", directory.runAnswering("n", "cancel", "2").out());
    directory.must("cancel", "-y", "2");
    assertEquals("no unfinished submissions\n", directory.run("status").out());
    String status = directory.run("status", "--all").out();
    assertTrue(status.startsWith("submission 1: noisy_sine 0, 10 of 10 samples"), status);
    assertTrue(
        status.contains(
            "\n  2 jobs cancelled: process 12 on elsewhere was given up; 0 of 20 samples\n"),
        status);
    assertEquals("submission 2 has no unfinished jobs\n", directory.run("cancel", "2").out());
  }
}
