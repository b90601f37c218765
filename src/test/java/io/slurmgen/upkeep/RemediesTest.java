package io.slurmgen.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.check.Finding;
import io.slurmgen.check.Finding.Kind;
import io.slurmgen.layout.CacheDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {

  private static final CacheDirectory CACHE = new CacheDirectory(Path.of("/d"));
  private static final String REBUILD = "slurm-gen -C /d repair --rebuild-catalog";

  private static Remedy remedy(Kind kind, Kind... others) {
    List<Finding> all = List.of(others).stream().map(RemediesTest::finding).toList();
    return new Remedies(CACHE, all).diagnosis(finding(kind)).remedy();
  }

  private static Finding finding(Kind kind) {
    return new Finding(kind, "trigger mine", "is there");
  }

  /** REBUILD stands for the command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DAMAGED_CATALOG         | damaged-catalog         | REBUILD makes a new catalog from segments and journal
          UNREADABLE_CATALOG      | damaged-catalog         | nothing else was checked
          UNMARKED_CATALOG        | unmarked-catalog        | repair puts that right
          OTHER_TABLE             | other-table             | REBUILD makes a new catalog from segments and journal
          OTHER_SCHEMA            | other-schema            | repair puts that right
          OTHER_TRIGGER           | other-trigger           | unless somebody wants it there: sqlite3 .slurm_cache.sqlite 'drop trigger mine'
          DANGLING_ROW            | dangling-row            | REBUILD makes a new catalog from segments and journal
          OTHER_PARAMETERS        | other-parameters        | REBUILD makes a new catalog from segments and journal
          MISCOUNTED_GROUP        | miscounted-group        | repair puts that right
          MISCOUNTED_MOVE         | wrong-count             | REBUILD makes a new catalog from segments and journal, and names samples that are missing and have to be generated before that
          CHUNKS_OUTSIDE          | wrong-count             | REBUILD makes a new catalog from segments and journal
          SAMPLE_TWICE            | sample-twice            | REBUILD makes a new catalog from segments and journal
          SAMPLES_WITHOUT_SEGMENT | samples-without-segment | REBUILD makes a new catalog from segments and journal
          SAMPLES_WITHOUT_GROUP   | samples-without-group   | REBUILD makes a new catalog from segments and journal
          JOURNAL_BEHIND          | journal-behind          | the next move, or repair, brings it up to date
          JOURNAL_TORN            | journal-torn            | the next move, or repair, brings it up to date
          JOURNAL_DAMAGED         | journal-damaged         | the catalog has its labels, but a rebuilt one would lack them: restore the line from a backup, and keep backups of the catalog
          JOURNAL_AHEAD           | journal-ahead           | if the catalog is an old one, REBUILD follows the journal
          MISPLACED_SEGMENT       | misplaced-segment       | put the file itself into its place
          DANGLING_LINK           | misplaced-segment       | put the file into its place
          STRAY_FILE              | misplaced-segment       | no row names it: remove it
          UNREADABLE_SEGMENT      | unreadable-segment      | allow to read it
          NEWER_SEGMENT           | newer-segment           | update slurm-gen
          WRONG_SEGMENT           | wrong-segment           | restore the file from a backup, or: REBUILD counts what is there
          MISCOUNTED_SEGMENT      | wrong-count             | REBUILD counts what is there
          WRONG_ROW               | wrong-row               | REBUILD counts what is there
          WRONG_CHECKSUM          | wrong-row               | the row is wrong: REBUILD counts what is there
          UNKNOWN_SEGMENT         | unknown-segment         | REBUILD counts them
          """)
  void kindHasItsWordAndRemedy(Kind kind, String word, String text) {
    assertEquals(word, kind.word());
    assertEquals(text.replace("REBUILD", REBUILD), remedy(kind).text());
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_SEGMENT, missing-segment",
    "SHORT_SEGMENT, short-segment",
    "DAMAGED_SEGMENT, damaged-segment",
    "DAMAGED_CHUNK, damaged-chunk",
    "UNRECORDED_CHUNKS, unrecorded-chunks"
  })
  void remedyOfSamplesIsNotOneOfTheirKind(Kind kind, String word) {
    assertEquals(word, kind.word());
    assertThrows(IllegalArgumentException.class, () -> remedy(kind));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MISCOUNTED_GROUP",
        "UNMARKED_CATALOG",
        "OTHER_SCHEMA",
        "OTHER_TRIGGER",
        "JOURNAL_BEHIND",
        "JOURNAL_TORN",
        "JOURNAL_DAMAGED"
      })
  void groupsAreCountedAnewWhereRangesAreRight(Kind other) {
    assertInstanceOf(Remedy.Restore.class, remedy(Kind.MISCOUNTED_GROUP, other));
  }

  @Test
  void groupsAreNotCountedFromWrongRanges() {
    assertEquals(
        REBUILD + " makes a new catalog from segments and journal",
        remedy(Kind.MISCOUNTED_GROUP, Kind.MISCOUNTED_GROUP, Kind.SAMPLE_TWICE).text());
  }
}
