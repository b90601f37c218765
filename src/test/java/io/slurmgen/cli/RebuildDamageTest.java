package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of catalogs, segments and journals that are damaged, missing or old. */
class RebuildDamageTest extends RebuildCase {
  @Test
  void emptyCatalogIsMadeAgain() throws Exception {
    List<String> before = seen();
    Files.write(catalog, new byte[0]);
    rebuild();
    assertEquals(before, seen());
    assertEquals(0, Files.size(old(1)));
  }

  @Test
  void damagedCatalogIsMadeAgainAndKept() throws Exception {
    List<String> before = seen();
    Files.write(catalog, "no catalog at all ".repeat(1000).getBytes());
    UserDirectory.Result result = rebuild();
    assertTrue(result.err().contains("is damaged, or no SQLite database at all"), result.err());
    assertEquals(before, seen());
    assertTrue(Files.readString(old(1)).startsWith("no catalog at all"));
  }

  /** SQLite would play it back into the new catalog. */
  @Test
  void rollbackJournalOfALostCatalogIsPutAside() throws Exception {
    List<String> before = seen();
    Path rollback = rollbackJournal(catalog);
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("begin immediate; insert into dataset (name) values ('late')");
      Files.copy(rollback, temp.resolve("copy"));
    }
    Files.delete(catalog);
    Files.move(temp.resolve("copy"), rollback, StandardCopyOption.REPLACE_EXISTING);
    rebuild();
    assertEquals(before, seen());
    assertFalse(Files.exists(rollback));
    assertTrue(Files.exists(rollbackJournal(old(1))));
  }

  @Test
  void changeThatAShellHasBegunStaysWithTheOldCatalog() throws Exception {
    List<String> before = seen();
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("begin immediate; insert into dataset (name) values ('late')");
      assertTrue(Files.exists(rollbackJournal(catalog)));
      rebuild();
      assertTrue(Files.exists(rollbackJournal(old(1))));
    }
    assertEquals(before, seen());
  }

  /** As where a file system has no hard links; here because a file has as many as it can have. */
  @Test
  void catalogThatCannotHaveASecondNameIsKeptAllTheSame(@TempDir Path names) throws Exception {
    List<String> before = seen();
    byte[] bytes = Files.readAllBytes(catalog);
    assumeTrue(takesAllLinks(names), "this file system gives a file any number of names");
    rebuild();
    assertEquals(before, seen());
    assertArrayEquals(bytes, Files.readAllBytes(old(1)));
  }

  private boolean takesAllLinks(Path names) throws IOException {
    try {
      for (int i = 0; i < 70_000; i++) {
        Files.createLink(names.resolve(Integer.toString(i)), catalog);
      }
      return false;
    } catch (FileSystemException tooManyLinks) {
      return true;
    }
  }

  /** As a crash leaves it between the two steps of a rebuild that could not link. */
  @Test
  void catalogThatIsOnlyKeptAsideIsMadeAgain() throws Exception {
    List<String> before = seen();
    Files.move(catalog, old(1));
    assertTrue(
        user.run("list")
            .err()
            .contains("slurm-gen -C " + user.path() + " repair --rebuild-catalog"));
    rebuild();
    assertEquals(before, seen());
    assertFalse(Files.exists(old(2)));
  }

  @Test
  void tornTailCostsItsChunkOnly() throws Exception {
    Path torn = segment("J2-1.arrows");
    try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
      file.setLength(file.length() - 7);
    }
    long bytes = Files.size(torn);
    Files.delete(catalog);
    assertEquals("", rebuild().err());
    assertTrue(counts().contains(" raw 10, train 120 (square_both 80), test 20\n"), counts());
    assertEquals(bytes, Files.size(torn));
  }

  /** Its second chunk held samples 50 to 99: 23 of train, 20 of test and 7 of train again. */
  @Test
  void corruptSegmentIsNamedAndWhatItHeldComesBackIfItIsMadeAgain() throws Exception {
    List<String> before = seen();
    Path corrupt = segment("J1-1.arrows");
    try (RandomAccessFile file = new RandomAccessFile(corrupt.toFile(), "rw")) {
      file.seek(file.length() - 100);
      file.writeLong(0x0123456789abcdefL);
    }
    byte[] bytes = Files.readAllBytes(corrupt);
    Files.delete(catalog);
    List<String> problems = rebuildWithoutAll().err().lines().toList();
    assertEquals(3, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains(corrupt.toString()), problems::toString);
    assertTrue(
        problems
            .get(1)
            .startsWith("30 samples of train of noisy_sine 0 are missing, indexes 50-72, 93-99"),
        problems::toString);
    assertTrue(
        problems.get(2).startsWith("20 samples of test of noisy_sine 0 are missing, indexes 73-92"),
        problems::toString);
    assertArrayEquals(bytes, Files.readAllBytes(corrupt));
    assertTrue(counts().contains(" raw 60, train 90 (square_both 80), test 0\n"), counts());

    user.generate(50);
    assertTrue(counts().contains(" raw 110, train 90 (square_both 80), test 0\n"), counts());
    rebuild();
    assertEquals(before.get(0), seen().get(0));
    assertEquals(groups(before), groups(seen()));
  }

  @Test
  void oldBackupIsReplacedByWhatThereWas() throws Exception {
    Path backup = Files.copy(catalog, temp.resolve("backup"));
    user.must("move", "noisy_sine", "40", "test", "-y", "-p", "0");
    user.generate(30, "-p", "{'left': 0.5}");
    List<String> before = seen();
    Files.copy(backup, catalog, StandardCopyOption.REPLACE_EXISTING);

    UserDirectory.Result refused = user.run("move", "noisy_sine", "30", "train", "-y", "-p", "0");
    assertEquals(ExitCode.FAILED, refused.exitCode());
    assertTrue(
        refused
            .err()
            .endsWith(
                "to restore what the catalog lacks: slurm-gen -C "
                    + user.path()
                    + " repair --rebuild-catalog\n"),
        refused.err());

    rebuild();
    assertEquals(before, seen());
    user.must("move", "noisy_sine", "20", "train", "-y", "-p", "0");
    assertTrue(counts().contains(" raw 0, train 140 (square_both 80), test 60\n"), counts());
  }

  /**
   * Jobs, submissions and a parameter set's number exist twice then. Version 0.1.0 let that happen,
   * whose journal says nothing of submissions.
   */
  @Test
  void oldBackupThatWasUsedIsMergedWithWhatThereWas() throws Exception {
    Path backup = Files.copy(catalog, temp.resolve("backup"));
    byte[] journal = Files.readAllBytes(temp.resolve(".slurm_cache/moves.journal"));
    user.generate(30, "-p", "{'left': 0.5}");
    Files.copy(backup, catalog, StandardCopyOption.REPLACE_EXISTING);
    Files.write(temp.resolve(".slurm_cache/moves.journal"), journal);
    user.generate(50, "-p", "{'left': 0.25}");
    String err = rebuild().err();
    assertTrue(err.contains(" is noisy_sine 3 now: two have had that number\n"), err);
    assertTrue(counts().contains("  2  {\"left\":0."), counts());
    assertTrue(counts().contains("  3  {\"left\":0."), counts());
    assertTrue(counts().contains(" raw 30\n") && counts().contains(" raw 50\n"), counts());
    user.generate(10, "-p", "{'left': 0.5}");
    user.generate(10, "-p", "{'left': 0.25}");
    List<String> before = seen();
    rebuild();
    assertEquals(before, seen());
  }

  /** Otherwise the next job would find its segment there already. */
  @Test
  void numbersOfSegmentsThatCannotBeReadAreNotGivenAgain() throws Exception {
    Path unreadable = segment("J1-1.arrows").resolveSibling("J17-1.arrows");
    Files.writeString(unreadable, "no segment");
    Files.delete(catalog);
    assertTrue(rebuild().err().contains(unreadable.toString()));
    user.generate(10);
    assertTrue(Files.exists(segment("J18-1.arrows")));
  }

  /** The last move was one of its samples. */
  @Test
  void parameterSetWhoseSegmentsAreGoneLeavesItsNumberUnused() throws Exception {
    Path segments = segment("J1-1.arrows").getParent();
    Files.move(segments, temp.resolve("away"));
    Files.delete(catalog);
    List<String> problems = rebuildWithoutAll().err().lines().toList();
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("120 samples of train of noisy_sine with hash 323e16ab922b"),
        problems::toString);
    user.generate(10, "-p", "{'left': 0.5}");
    assertTrue(counts().contains("\n  2  {\"left\":0.5,"), counts());
    user.must("move", "noisy_sine", "5", "test", "-y", "-p", "2");
    user.must("move", "noisy_sine", "5", "test", "-y", "-p", "1");

    List<String> journal = Files.readAllLines(temp.resolve(".slurm_cache/moves.journal"));
    assertEquals(6, journal.stream().filter(line -> !line.startsWith("submission")).count());
    Files.move(temp.resolve("away"), segments);
    assertEquals("", rebuild().err());
    assertTrue(counts().contains(" raw 60, train 120 (square_both 80), test 20\n"), counts());
  }

  @Test
  void damagedLineOfTheJournalIsToldAndTheOthersAreFollowed() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    Files.writeString(journal, Files.readString(journal).replace("\ttest\t", "\tteXt\t"));
    Files.delete(catalog);
    assertEquals(
        journal + ": line 3 is damaged; what samples it moved is not known\n",
        rebuildWithoutAll().err());
    assertTrue(counts().contains(" raw 80, train 120 (square_both 80)\n"), counts());
    user.must("move", "noisy_sine", "5", "new", "-y", "-p", "0");
  }

  @Test
  void catalogThatCanBeReadKnowsTheMovesOfDamagedLines() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    String before = counts();
    Files.writeString(journal, Files.readString(journal).replace("\ttrain\t", "\ttraim\t"));
    assertEquals(
        Stream.of(2, 5, 6)
            .map(
                line ->
                    "%s: line %d is damaged; the catalog tells what samples it moved\n"
                        .formatted(journal, line))
            .collect(Collectors.joining()),
        rebuild().err());
    assertEquals(before, counts());
  }

  /** So that nobody takes samples for never used that have been tested with. */
  @Test
  void missingJournalIsToldWhereNoCatalogKnowsTheMovesEither() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    Files.delete(journal);
    Files.delete(catalog);
    assertEquals(
        "there is no " + journal + ", so that no sample has a group\n", rebuildWithoutAll().err());
    assertTrue(counts().contains(" raw 200, train 0 (square_both 80)\n"), counts());
  }

  /** As where a disk fails: the system says no more than what went wrong. */
  @Test
  void fileThatCannotBeReadIsNamed() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    Files.delete(journal);
    Files.createDirectory(journal);
    Files.delete(catalog);
    UserDirectory.Result failed = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.FAILED, failed.exitCode());
    assertTrue(failed.err().contains(journal + ": Is a directory"), failed.err());
  }
}
