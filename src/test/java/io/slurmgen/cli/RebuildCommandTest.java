package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Dataset;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cache.Preprocessed;
import io.slurmgen.cache.Samples;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.ExecutorKind;
import io.slurmgen.catalog.NewSubmission;
import io.slurmgen.catalog.Submitter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildCommandTest {
  private static final String LEFT = "{'left': 0}";

  @TempDir private Path temp;
  private UserDirectory user;
  private Path catalog;

  /** 200 samples in chunks of 50, of which moves split some; 60 samples with other parameters. */
  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(temp);
    catalog = temp.resolve(".slurm_cache.sqlite");
    user.generate(200);
    user.must("move", "noisy_sine", "73", "train", "-y");
    user.must("move", "noisy_sine", "20", "test", "-y");
    user.generate(60, "-p", LEFT);
    user.must("move", "noisy_sine", "30", "train", "-y", "-p", "1");
    user.must("move", "noisy_sine", "47", "train", "-y", "-p", "0");
    user.must(preprocess("train", 80));
  }

  private static String[] preprocess(String group, int samples) {
    return new String[] {
      "preprocess",
      "noisy_sine",
      "square_both",
      group,
      Integer.toString(samples),
      "-p",
      "0",
      "--njobs",
      "2",
      "--executor",
      "local",
      "-y"
    };
  }

  /** All that users see of the samples, in its order. */
  private List<String> seen() throws Exception {
    List<String> seen = new ArrayList<>();
    seen.add(user.run("list", "--json", "-v").out());
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      for (String view :
          List.of(
              "sample_counts",
              "preprocessed_counts",
              "chunks order by segment, offset_bytes, first_row")) {
        seen.addAll(rows(statement, view));
      }
    }
    try (Cache cache = Cache.open(temp)) {
      for (Dataset dataset : cache) {
        for (ParamSet set : dataset) {
          for (Group group : set) {
            seen.add(group + ": " + text(group.get()));
            for (Preprocessed derived : group) {
              seen.add(group + " " + derived.name() + ": " + text(derived.get()));
            }
          }
        }
      }
    }
    return seen;
  }

  private static List<String> rows(Statement statement, String view) throws Exception {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("select * from " + view)) {
      while (row.next()) {
        StringBuilder text = new StringBuilder(view);
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append('|').append(row.getString(i));
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }

  private static String text(Samples samples) {
    return Arrays.toString(samples.features().toDoubleArray())
        + Arrays.toString(samples.labels().toDoubleArray());
  }

  private UserDirectory.Result rebuild() {
    UserDirectory.Result result = user.run("rebuild");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return result;
  }

  private String counts() {
    return user.run("list").out();
  }

  private Path segment(String name) throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve(".slurm_cache/noisy_sine"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private Path old(int number) {
    return catalog.resolveSibling(catalog.getFileName() + ".old-" + number);
  }

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
    assertTrue(user.run("list").err().endsWith("restore it with slurm-gen rebuild\n"));
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

  private static Path rollbackJournal(Path database) {
    return database.resolveSibling(database.getFileName() + "-journal");
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
    List<String> problems = rebuild().err().lines().toList();
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

  private static List<String> groups(List<String> seen) {
    return seen.stream().filter(line -> line.startsWith("noisy_sine ")).toList();
  }

  @Test
  void oldBackupIsReplacedByWhatThereWas() throws Exception {
    Path backup = Files.copy(catalog, temp.resolve("backup"));
    user.must("move", "noisy_sine", "40", "test", "-y", "-p", "0");
    user.generate(30, "-p", "{'left': 0.5}");
    List<String> before = seen();
    Files.copy(backup, catalog, StandardCopyOption.REPLACE_EXISTING);

    UserDirectory.Result refused = user.run("move", "noisy_sine", "30", "train", "-y", "-p", "0");
    assertEquals(ExitCode.USER_MISTAKE, refused.exitCode());
    assertTrue(refused.err().endsWith("to restore them: slurm-gen rebuild\n"), refused.err());
    UserDirectory.Result clash =
        user.run(
            "generate",
            "noisy_sine",
            "-n",
            "9",
            "-p",
            "{'left':0.5}",
            "--njobs",
            "2",
            "--executor",
            "local");
    assertEquals(ExitCode.FAILED, clash.exitCode());
    assertTrue(clash.err().contains("to make a new catalog: slurm-gen rebuild"), clash.err());

    rebuild();
    assertEquals(before, seen());
    user.must("move", "noisy_sine", "20", "train", "-y", "-p", "0");
    assertTrue(counts().contains(" raw 0, train 140 (square_both 80), test 60\n"), counts());
  }

  /** Jobs, submissions and a parameter set's number exist twice then. */
  @Test
  void oldBackupThatWasUsedIsMergedWithWhatThereWas() throws Exception {
    Path backup = Files.copy(catalog, temp.resolve("backup"));
    user.generate(30, "-p", "{'left': 0.5}");
    Files.copy(backup, catalog, StandardCopyOption.REPLACE_EXISTING);
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
    List<String> problems = rebuild().err().lines().toList();
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("120 samples of train of noisy_sine with hash 323e16ab922b"),
        problems::toString);
    user.generate(10, "-p", "{'left': 0.5}");
    assertTrue(counts().contains("\n  2  {\"left\":0.5,"), counts());
    user.must("move", "noisy_sine", "5", "test", "-y", "-p", "2");
    user.must("move", "noisy_sine", "5", "test", "-y", "-p", "1");

    List<String> journal = Files.readAllLines(temp.resolve(".slurm_cache/moves.journal"));
    assertEquals(6, journal.size());
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
        journal + ": line 2 is damaged; what samples it moved is not known\n", rebuild().err());
    assertTrue(counts().contains(" raw 80, train 120 (square_both 80)\n"), counts());
    user.must("move", "noisy_sine", "5", "new", "-y", "-p", "0");
  }

  /** So that nobody takes samples for never used that have been tested with. */
  @Test
  void missingJournalIsToldWhereNoCatalogKnowsTheMovesEither() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    Files.delete(journal);
    Files.delete(catalog);
    assertEquals("there is no " + journal + ", so that no sample has a group\n", rebuild().err());
    assertTrue(counts().contains(" raw 200, train 0 (square_both 80)\n"), counts());
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
    UserDirectory.Result refused = user.run("rebuild");
    assertEquals(ExitCode.USER_MISTAKE, refused.exitCode());
    assertEquals(
        "slurm-gen: submissions are not over: 4; wait for them or cancel them, or repeat with -y\n",
        refused.err());
    assertFalse(Files.exists(old(1)));
    user.must("rebuild", "-y");
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
    assertEquals(ExitCode.FAILED, user.run("rebuild").exitCode());
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
    UserDirectory.Result result = new UserDirectory(empty).run("rebuild");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertNotEquals("", result.err());
    assertFalse(Files.exists(empty.resolve(".slurm_cache.sqlite")));
  }
}
