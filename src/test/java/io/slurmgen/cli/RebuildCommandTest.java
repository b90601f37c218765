package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildCommandTest extends RebuildCase {
  @Test
  void lostCatalogIsMadeAgainAsItWas() throws Exception {
    List<String> before = seen();
    Files.delete(catalog);
    UserDirectory.Result result = rebuild();
    assertEquals(before, seen());
    assertEquals("", result.err());
    assertEquals(
        """
        noisy_sine
          0  {"left":-1,"right":1,"std_dev":0.1}
             raw 60, train 120 (square_both 80), test 20
          1  {"left":0,"right":1,"std_dev":0.1}
             raw 30, train 30
        rebuilt from 7 segments: 1 dataset, 2 parameter sets, 260 samples, 170 of them in groups
        """,
        result.out());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(
          List.of(".slurm_cache", ".slurm_cache.lock", ".slurm_cache.sqlite", "Datasets.java"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void commandsThatFindNoCatalogNameTheOneThatMakesIt() throws Exception {
    Files.delete(catalog);
    assertTrue(
        user.run("list")
            .err()
            .endsWith(
                "restore it with slurm-gen -C " + user.path() + " repair --rebuild-catalog\n"));
  }

  @Test
  void repairThatIsNotToldToRebuildLeavesASoundCatalogAsItIs() throws Exception {
    List<String> before = seen();
    assertEquals("nothing to mend\n", user.run("repair").out());
    assertEquals(before, seen());
    assertFalse(Files.exists(old(1)));
  }

  @Test
  void healthyCatalogIsMadeAgainAsItWasAndKept() throws Exception {
    List<String> before = seen();
    byte[] bytes = Files.readAllBytes(catalog);
    assertTrue(rebuild().out().endsWith("the catalog before is kept as " + old(1) + "\n"));
    assertEquals(before, seen());
    assertArrayEquals(bytes, Files.readAllBytes(old(1)));
    rebuild();
    assertEquals(before, seen());
    assertArrayEquals(bytes, Files.readAllBytes(old(1)));
    assertTrue(Files.exists(old(2)));
  }

  /** Its last move is not in the journal where the process was killed in between. */
  @Test
  void movesThatOnlyAReadableCatalogKnowsAreKept() throws Exception {
    List<String> before = seen();
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    String lines = Files.readString(journal);
    Files.writeString(journal, lines.substring(0, lines.length() - 20));
    rebuild();
    assertEquals(before, seen());
    assertEquals(lines, Files.readString(journal));
    Files.delete(journal);
    rebuild();
    assertEquals(before, seen());
  }

  @Test
  void workGoesOnAfterwards() throws Exception {
    Files.delete(catalog);
    rebuild();
    user.generate(100);
    user.generate(10, "-p", "{'left': 0.5}");
    user.must("move", "noisy_sine", "100", "test", "-y", "-p", "0");
    user.must(preprocess("train", 120));
    user.must(preprocess("test", 120));
    user.must("retry", "1");
    user.must("status", "1");
    assertTrue(
        counts().contains(" raw 60, train 120 (square_both 120), test 120 (square_both 120)\n"),
        counts());
    List<String> before = seen();
    Files.delete(catalog);
    assertEquals("", rebuild().err());
    assertEquals(before, seen());
  }

  @Test
  void activeSubmissionsAreARefusalUnlessAsked() throws Exception {
    List<String> before = seen();
    try (Catalog opened = Catalog.create(new CacheDirectory(temp), Clock.systemUTC())) {
      opened
          .submissions()
          .create(
              new NewSubmission(
                  "noisy_sine",
                  "f".repeat(64),
                  "{}",
                  OptionalLong.empty(),
                  1,
                  new NewSubmission.Amount(10, false),
                  1,
                  ExecutorKind.LOCAL,
                  "code",
                  Submitter.ofThisProcess()));
    }
    UserDirectory.Result refused = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.USER_MISTAKE, refused.exitCode());
    assertEquals(
        "slurm-gen: submissions are not over: 4; wait for them or cancel them, or repeat with -y\n",
        refused.err());
    assertFalse(Files.exists(old(1)));
    user.must("repair", "--rebuild-catalog", "-y");
    assertEquals(before, seen());
  }

  @Test
  void catalogThatIsOpenMeanwhileIsNotWrittenToAnyMore() throws Exception {
    try (Catalog opened = Catalog.create(new CacheDirectory(temp), Clock.systemUTC())) {
      long set = opened.counts().of("noisy_sine").get(0).paramSet().id();
      rebuild();
      IOException refused =
          assertThrows(IOException.class, () -> opened.groups().move(set, 5, "late"));
      assertEquals(
          "catalog " + catalog + " was replaced by another one meanwhile; try again",
          refused.getMessage());
    }
    assertFalse(counts().contains("late"));
  }

  @Test
  void catalogStaysAsItIsWhereANewOneCannotBeMade() throws Exception {
    byte[] bytes = Files.readAllBytes(catalog);
    Path inTheWay = Files.createDirectory(temp.resolve(".slurm_cache.rebuild"));
    Files.writeString(inTheWay.resolve("notes.txt"), "of somebody");
    assertEquals(ExitCode.FAILED, user.run("repair", "--rebuild-catalog").exitCode());
    assertArrayEquals(bytes, Files.readAllBytes(catalog));
    assertFalse(Files.exists(old(1)));
    assertTrue(Files.exists(inTheWay.resolve("notes.txt")));
    Files.delete(inTheWay.resolve("notes.txt"));
    Files.writeString(inTheWay.resolve(".slurm_cache.sqlite"), "half a catalog, left by a crash");
    List<String> before = seen();
    rebuild();
    assertEquals(before, seen());
    assertFalse(Files.exists(inTheWay));
  }

  @Test
  void nothingIsRebuiltFromNothing(@TempDir Path empty) {
    UserDirectory.Result result = new UserDirectory(empty).run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertNotEquals("", result.err());
    assertFalse(Files.exists(empty.resolve(".slurm_cache.sqlite")));
  }
}
