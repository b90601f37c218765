package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.Documents;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code verify} finds in caches that are spoilt in the ways that disks and people do. */
class VerifyCommandTest extends VerifyCase {
  @Test
  void soundCacheIsAsRecordedAndNothingIsWritten() throws Exception {
    List<String> before = files();
    UserDirectory.Result result = user.run("verify");
    assertEquals(
        "1000 samples in 20 chunks of 4 segments (26.6 kB) are as recorded\n", result.out());
    assertEquals(ExitCode.DONE, result.exitCode());
    assertEquals(before, files());
  }

  @Test
  void documentShowsWhatIsPrinted() throws Exception {
    String document = comparable(Documents.text(Documents.page("repair")));
    assertTrue(document.contains("$ slurm-gen verify\n" + comparable(user.run("verify").out())));
    Files.delete(segment("J2-1.arrows"));
    String shown = comparable(user.run("verify").out());
    assertTrue(document.contains("$ slurm-gen verify\n" + shown), shown);
  }

  private static String comparable(String text) {
    return text.replaceAll("\\d+\\.\\d kB", "# kB");
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(temp)) {
      for (Path file : all.sorted().toList()) {
        files.add("%s %s".formatted(file, Files.getLastModifiedTime(file)));
      }
    }
    return files;
  }

  @Test
  void emptyDirectoryIsSound(@org.junit.jupiter.api.io.TempDir Path empty) {
    UserDirectory.Result result = new UserDirectory(empty).run("verify");
    assertEquals("0 samples in 0 chunks of 0 segments (0 bytes) are as recorded\n", result.out());
    assertEquals(ExitCode.DONE, result.exitCode());
  }

  @Test
  void findingsAreOneJsonObject() throws Exception {
    Files.delete(segment("J2-1.arrows"));
    UserDirectory.Result result = user.run("verify", "--json");
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertEquals(1000, json.get("samples").asLong());
    assertEquals(4, json.get("segments").asLong());
    JsonNode finding = json.get("findings").get(0);
    assertEquals("missing-segment", finding.get("kind").asText());
    assertTrue(finding.get("where").asText().endsWith("/J2-1.arrows"));
    assertEquals("the file is missing", finding.get("text").asText());
    assertTrue(finding.get("remedy").asText().startsWith("repair removes the rows of samples 250"));
    assertEquals(0, json.get("leftovers").get("files").asLong());
  }

  @Test
  void flippedBytesAreFoundInEachChunkTogether() throws Exception {
    Path segment = segment("J3-1.arrows");
    long size = Files.size(segment);
    flip(segment, size - 1);
    flip(segment, size - 1000);
    assertFinding("J3-1.arrows", "samples 700-749: ", "is damaged at byte", "repair --damaged");
  }

  @Test
  void damagedSchemaIsFound() throws Exception {
    flip(segment("J3-1.arrows"), 60);
    assertFinding("J3-1.arrows", "is damaged at byte 0", "repair --damaged");
  }

  @Test
  void shortSegmentIsFoundWithWhatIsLeftOfIt() throws Exception {
    cut(segment("J4-1.arrows"), 9);
    assertFinding("J4-1.arrows: has 6639 bytes and should have 6648", "samples 950-999");
    Files.write(segment("J4-1.arrows"), new byte[0]);
    assertFinding("J4-1.arrows: has 0 bytes", "samples 750-999");
  }

  @Test
  void lostSamplesWithAGroupStay() throws Exception {
    Files.delete(segment("J1-1.arrows"));
    assertFinding("repair removes the rows of samples 150-249", "0-149 stay");
    cut(segment("J2-1.arrows"), 0);
    user.must("move", "noisy_sine", "130", "train", "-y");
    assertFinding("keep their rows: restore the file");
  }

  @Test
  void linkOutOfTheCacheIsFound() throws Exception {
    Path segment = segment("J2-1.arrows");
    Path outside = temp.resolve("outside.arrows");
    Files.move(segment, outside);
    Files.createSymbolicLink(segment, outside);
    assertFinding("J2-1.arrows: lies outside of the cache directory");
  }

  @Test
  void segmentOfAnotherSetIsFound() throws Exception {
    user.generate(500, "--njobs", "2", "--seed", "7", "-p", "{'left': 0}");
    Path other = segment("J5-1.arrows");
    Files.write(segment("J1-1.arrows"), Files.readAllBytes(other));
    assertTrue(findings().get(0).contains("holds samples of other parameters"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update sample_group set samples = 5 where name = 'train'         | noisy_sine 0 train: counts 5 samples and has 120
          update move set samples = 7                                      | move 1: counts 7 samples and has 120
          update segment set samples = 200 where path like '%J2-1%'                    | J2-1.arrows
          update segment set length_bytes = length_bytes - 8 where path like '%J2-1%'  | J2-1.arrows: is recorded with samples up to 500
          update chunk set crc32c = 1 where first_index = 300              | the row is wrong
          update chunk set nanos = nanos + 1 where first_index = 300       | the row says
          update sample_range set samples = 800 where first_index = 120    | indexes 920-999, that no range names
          update sample_range set samples = 900 where first_index = 120    | indexes 1000-1019, that no segment holds
          insert into sample_range values (1, 500, 10, 1, null)            | indexes 500-509, that are in two ranges
          update sample_range set move_id = null where first_index = 0     | do not belong together
          delete from segment where path like '%J2-1%'                                 | 5 rows name a segment that is not there
          update segment set path = '../x.arrows' where path like '%J2-1%'             | CHECK constraint failed in segment
          """)
  void contradictionsOfTheCatalogAreFound(String sql, String text) throws Exception {
    spoil(sql);
    List<String> findings = findings();
    assertTrue(findings.stream().anyMatch(line -> line.contains(text)), findings::toString);
  }

  @Test
  void damagedCatalogIsAFindingThatNamesTheRebuild() throws Exception {
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    for (long page = 1; page < Files.size(catalog) / 4096; page++) {
      flip(catalog, 4096 * page);
    }
    assertTrue(findings().get(0).contains("slurm-gen -C " + temp + " repair --rebuild-catalog"));
    Files.write(catalog, "no catalog at all ".repeat(1000).getBytes());
    assertFinding(
        "no SQLite database at all", "slurm-gen -C " + temp + " repair --rebuild-catalog");
  }

  @Test
  void journalThatLacksMovesIsFound() throws Exception {
    byte[] before = Files.readAllBytes(journal());
    user.must("move", "noisy_sine", "30", "test", "-y");
    byte[] after = Files.readAllBytes(journal());
    Files.write(journal(), before);
    assertFinding("moves.journal: lacks move 2, of 30 samples of noisy_sine to test", "repair");
    Files.write(journal(), "torn".getBytes(), StandardOpenOption.APPEND);
    assertEquals(2, findings().size());
    user.must("repair");
    assertEquals(new String(after), Files.readString(journal()));
    assertClean();
  }

  @Test
  void damagedLineOfTheJournalStaysAsItIs() throws Exception {
    user.must("move", "noisy_sine", "30", "test", "-y");
    flip(journal(), Files.readString(journal()).indexOf("\n1\tnoisy_sine") + 4);
    byte[] before = Files.readAllBytes(journal());
    assertEquals(2, findings().size());
    assertEquals(ExitCode.FAILED, user.run("repair").exitCode());
    assertEquals(new String(before), Files.readString(journal()));
  }

  @Test
  void catalogThatLacksMovesIsFound() throws Exception {
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    byte[] old = Files.readAllBytes(catalog);
    user.must("move", "noisy_sine", "30", "test", "-y");
    Files.write(catalog, old);
    assertFinding("has move 2, of 30 samples", "which the catalog lacks");
  }

  @Test
  void catalogThatLacksSubmissionsIsFound() throws Exception {
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    byte[] old = Files.readAllBytes(catalog);
    user.generate(10);
    Files.write(catalog, old);
    assertTrue(
        findings()
            .get(0)
            .startsWith(
                "moves.journal: has submission 2, of noisy_sine 0, which the catalog lacks"),
        findings()::toString);
  }
}
