package io.slurmgen.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.jobs.NewPreprocessing;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoveJournalTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private Path journal;
  private long set;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
    journal = catalog.catalog.directory().moveJournal();
    set = catalog.generate(1000, 50).id();
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private void move(long samples, String group) throws IOException {
    catalog.catalog.groups().move(set, samples, group);
  }

  /** The lines of the moves; whose submissions they follow is left to the tests of those. */
  private List<String> moves() throws IOException {
    return Files.readAllLines(journal).stream()
        .filter(line -> !JournalLine.isSubmission(line))
        .toList();
  }

  private static String line(int id, String group, String ranges) {
    return line(id, group, ranges, 1);
  }

  private static String line(int id, String group, String ranges, int lastSubmission) {
    String text =
        "%d\td\t%064d\t%s\t%d\t%s\t1000\t%d\t"
            .formatted(id, 0, group, TestCatalog.CLOCK.millis(), ranges, lastSubmission);
    return withChecksum(text);
  }

  private static String submission(int id, int lastJob, int lastMove) {
    return withChecksum(
        "submission\t%d\t%d\t%d\td\t%064d\t0\t1000\t%d\t"
            .formatted(id, lastJob, lastMove, 0, TestCatalog.CLOCK.millis()));
  }

  private static String withChecksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return text + "%08x".formatted(crc.getValue());
  }

  @Test
  void directoryIsMadeByTheFirstSubmission(@TempDir Path other) throws IOException {
    try (TestCatalog empty = TestCatalog.in(other)) {
      Path file = empty.catalog.directory().moveJournal();
      assertFalse(Files.exists(file.getParent()));
      empty.submit(1, 1);
      assertTrue(Files.exists(file));
    }
  }

  @Test
  void everySubmissionIsALineWithTheNumbersThatItGaveOut() throws IOException {
    catalog.submit(30, 4);
    move(10, "train");
    catalog.submit(1, 1);
    assertEquals(
        List.of(
            submission(1, 1, 0),
            submission(2, 5, 0),
            line(1, "train", "0+10", 2),
            submission(3, 6, 1)),
        Files.readAllLines(journal));
  }

  @Test
  void submissionThatMakesNothingWritesNothing() throws IOException {
    String before = Files.readString(journal);
    NewSubmission reached = TestCatalog.wanted("d", 0, TestCatalog.until(1000), 1);
    assertTrue(catalog.catalog.submissions().create(reached).isEmpty());
    assertEquals(before, Files.readString(journal));
  }

  /** Its lines tell nothing of submissions. */
  @Test
  void journalOfTheFirstVersionGetsItsSubmissions() throws IOException {
    move(10, "train");
    String old = withChecksum(moves().get(0).replaceFirst("1000\\t1\\t[0-9a-f]{8}$", ""));
    Files.writeString(journal, old + "\n");
    move(10, "test");
    assertEquals(
        List.of(old, submission(1, 1, 1), line(2, "test", "10+10")), Files.readAllLines(journal));
  }

  @Test
  void everyMoveIsALineInTheOrderOfTheMoves() throws IOException {
    move(720, "train");
    assertEquals(List.of(line(1, "train", "0+720")), moves());
    move(30, "test");
    move(50, "train");
    assertEquals(
        List.of(line(1, "train", "0+720"), line(2, "test", "720+30"), line(3, "train", "750+50")),
        moves());
    assertTrue(Files.readString(journal).endsWith("\n"));
  }

  @Test
  void moveOfFragmentedSamplesNamesEveryRun() throws IOException {
    move(1000, "train");
    SubmissionRow submission = catalog.submit(100, 5);
    for (int job : new int[] {4, 0, 2}) {
      catalog.recordAll(catalog.start(submission, job), 7);
    }
    move(45, "test");
    assertEquals(line(2, "test", "1000+20,1040+20,1080+5", 2), moves().get(1));
  }

  @Test
  void moveThatMovesNothingWritesNothing() throws IOException {
    move(10, "train");
    move(5000, "train");
    assertEquals(List.of(line(1, "train", "0+10")), moves());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void linesThatAreMissingAreMadeUpForByTheNextMove(int kept) throws IOException {
    for (int i = 0; i < 4; i++) {
      move(10, "g" + i);
    }
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, lines.subList(0, kept));
    move(10, "last");
    assertEquals(lines, Files.readAllLines(journal).subList(0, 5));
    assertEquals(line(5, "last", "40+10"), Files.readAllLines(journal).get(5));
  }

  @Test
  void journalThatIsGoneIsWrittenAgain() throws IOException {
    move(10, "train");
    Files.delete(journal);
    Files.delete(journal.getParent());
    move(10, "test");
    assertEquals(List.of(line(1, "train", "0+10"), line(2, "test", "10+10")), moves());
  }

  @Test
  void tornLastLineIsCutAwayWhereverItIsTorn() throws IOException {
    move(10, "train");
    move(10, "test");
    String whole = Files.readString(journal);
    int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    for (int length = 0; length < whole.length(); length += length < last ? 13 : 1) {
      Files.writeString(journal, whole.substring(0, length));
      catalog.catalog.groups().move(set, 5000, "none");
      assertEquals(whole, Files.readString(journal), "torn at " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0\0\0\0\0\0", "\0\0\0\n", "\n", "x\ty\n", "3\td\t0\tg\t0\t0+5\t12345678\n"})
  void rubbishAtTheEndIsCutAway(String rubbish) throws IOException {
    move(10, "train");
    String whole = Files.readString(journal);
    Files.writeString(journal, rubbish, StandardOpenOption.APPEND);
    move(10, "test");
    assertEquals(whole + line(2, "test", "10+10") + "\n", Files.readString(journal));
  }

  @Test
  void lineLongerThanABlockIsFound() throws IOException, SQLException {
    move(1000, "train");
    catalog.sql(
        """
        with recursive n (i) as (select 0 union all select i + 1 from n where i < 3999)
        insert into sample_range select 1, 2000 + 2 * i, 1, 1, null from n;
        """);
    move(4000, "spread");

    String text = Files.readString(journal);
    assertTrue(text.length() > 3 * 8192);
    catalog.generate(5, 5);
    move(5, "train");
    assertTrue(Files.readString(journal).startsWith(text));
    assertEquals(line(3, "train", "1000+5", 2), moves().get(2));
  }

  @Test
  void moveIsDoneAlsoWhereItsLineCannotBeWritten() throws IOException {
    Files.delete(journal);
    Files.createDirectories(journal);
    CatalogException failed = assertThrows(CatalogException.class, () -> move(10, "train"));
    assertTrue(
        failed.getMessage().startsWith("the move is done, but " + journal + " lacks it"),
        failed.getMessage());
    assertEquals(10, catalog.group("train").samples());
    Files.delete(journal);
    move(10, "test");
    assertEquals(List.of(line(1, "train", "0+10"), line(2, "test", "10+10")), moves());
  }

  private void backUp() throws IOException {
    Files.copy(catalog.catalog.directory().catalog(), directory.resolve("backup"));
  }

  private void restoreBackup() throws IOException {
    catalog.close();
    Files.copy(
        directory.resolve("backup"),
        catalog.catalog.directory().catalog(),
        StandardCopyOption.REPLACE_EXISTING);
    catalog = TestCatalog.in(directory);
  }

  private void assertMoveIsRefused(String last) throws Exception {
    List<String> before = catalog.dump();
    String lines = Files.readString(journal);
    OlderCatalogException refused =
        assertThrows(OlderCatalogException.class, () -> move(300, "train"));
    assertEquals(
        "catalog %s is older than %s, which has %s; to restore what the catalog lacks: slurm-gen -C %s repair --rebuild-catalog"
            .formatted(
                catalog.catalog.directory().catalog(),
                journal,
                last,
                catalog.catalog.directory().user()),
        refused.getMessage());
    assertEquals(before, catalog.dump());
    assertEquals(lines, Files.readString(journal));
  }

  /** Samples that had the group test in the newer catalog would get another. */
  @Test
  void catalogThatIsOlderThanTheJournalMovesNothing() throws Exception {
    backUp();
    move(100, "test");
    restoreBackup();
    assertMoveIsRefused("move 1, of 100 samples of d to test, indexes 0-99");
  }

  @Test
  void catalogOlderThanSomeMovesMovesNothing() throws Exception {
    move(10, "train");
    backUp();
    move(20, "test");
    move(30, "train");
    restoreBackup();
    assertMoveIsRefused("move 3, of 30 samples of d to train, indexes 30-59");
  }

  @Test
  void preprocessingMovesNothingFromAnOlderCatalogEither() throws Exception {
    move(10, "train");
    backUp();
    move(20, "test");
    restoreBackup();
    NewPreprocessing wanted =
        new NewPreprocessing(
            set, "train", "p", 50, true, 1, ExecutorKind.LOCAL, "code", new Submitter("node", 42));
    assertThrows(
        OlderCatalogException.class, () -> catalog.catalog.preprocessings().create(wanted));
    assertEquals(10, catalog.group("train").samples());
  }

  /** Such moves are those of a program that did not look. */
  @ParameterizedTest
  @CsvSource({"other, 100, 0", "test, 101, 0", "test, 100, 1"})
  void catalogWithAnotherMoveOfThatNumberMovesNothing(String group, int samples, int later)
      throws Exception {
    backUp();
    move(100, "test");
    restoreBackup();
    catalog.sql(
        """
        insert into sample_group values (7, 1, '%s', 0);
        insert into move values (1, 7, %d, %d);
        delete from sample_range;
        insert into sample_range values (1, 0, %d, 7, 1);
        insert into sample_range values (1, 500, 500, 1, null);
        """
            .formatted(group, samples, TestCatalog.CLOCK.millis() + later, samples));
    assertMoveIsRefused("move 1, of 100 samples of d to test, indexes 0-99");
  }

  @Test
  void newerCatalogThanTheJournalMovesOn() throws IOException {
    move(10, "train");
    String old = Files.readString(journal);
    move(20, "test");
    Files.writeString(journal, old);
    backUp();
    restoreBackup();
    move(30, "train");
    assertEquals(
        List.of(line(1, "train", "0+10"), line(2, "test", "10+20"), line(3, "train", "30+30")),
        moves());
  }
}
