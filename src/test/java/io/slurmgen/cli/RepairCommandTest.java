package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cache.Cache;
import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code repair} does about what {@code verify} finds. */
class RepairCommandTest extends VerifyCase {

  private String samples(String group) throws Exception {
    try (Cache cache = Cache.open(temp)) {
      return RebuildCase.text(cache.dataset("noisy_sine").paramSet(0).group(group).get());
    }
  }

  private String repair(ExitCode expected, String... options) {
    String[] words = Stream.concat(Stream.of("repair"), Stream.of(options)).toArray(String[]::new);
    UserDirectory.Result result = user.run(words);
    assertEquals(expected, result.exitCode(), result.out() + result.err());
    return result.out();
  }

  @Test
  void soundCacheNeedsNothing() {
    assertEquals("nothing to mend\n", repair(ExitCode.DONE));
  }

  @Test
  void dryRunChangesNothing() throws Exception {
    Files.delete(segment("J2-1.arrows"));
    List<String> before = rows("select * from chunks");
    String told = repair(ExitCode.DONE, "--dry-run");
    assertTrue(told.contains("repair removes the rows of samples 250-499"), told);
    assertTrue(told.endsWith("1 fault would be mended, 0 left\n"), told);
    assertEquals(before, rows("select * from chunks"));
  }

  @Test
  void samplesOfAMissingFileAreMadeAgainByRetryAndEqual() throws Exception {
    String raw = samples("raw");
    Files.delete(segment("J2-1.arrows"));
    String told = repair(ExitCode.DONE);
    assertTrue(told.contains("the rows of samples 250-499 removed, and kept in "), told);
    Path report = Path.of(told.lines().findFirst().orElseThrow().replaceAll(".* kept in ", ""));
    assertEquals(6, Files.readAllLines(report).size());
    assertTrue(Files.readString(report).contains("\"table\":\"chunk\",\"segment_id\":"));
    assertClean();
    assertTrue(user.run("list").out().contains("raw 630, train 120"));
    assertEquals(List.of("lost|LOST"), rows("select state, reason from job where id = 2"));
    user.must("retry", "1");
    assertEquals(raw, samples("raw"));
    assertClean();
  }

  @Test
  void retryThatMakesTheRemovedSamplesAgainIsNamedOnce() throws Exception {
    Files.delete(segment("J2-1.arrows"));
    Files.delete(segment("J4-1.arrows"));
    String hint = "to make the missing samples: slurm-gen -C " + temp + " retry 1\n";
    assertFalse(repair(ExitCode.DONE, "--dry-run").contains("retry"));
    String told = repair(ExitCode.DONE);
    assertTrue(told.endsWith("\n" + hint + "2 faults mended, 0 left\n"), told);
    assertEquals(1, told.split("slurm-gen", -1).length - 1, told);
    assertEquals("nothing to mend\n", repair(ExitCode.DONE));
  }

  @Test
  void shortSegmentLosesItsLastChunkOnly() throws Exception {
    String raw = samples("raw");
    cut(segment("J3-1.arrows"), 9);
    repair(ExitCode.DONE);
    assertClean();
    assertTrue(user.run("list").out().contains("raw 830, train 120"));
    user.must("retry", "1");
    assertEquals(raw, samples("raw"));
    assertClean();
  }

  @Test
  void damagedChunkGoesOnlyWhenAskedFor() throws Exception {
    String raw = samples("raw");
    Path segment = segment("J3-1.arrows");
    flip(segment, Files.size(segment) - 2000);
    byte[] bytes = Files.readAllBytes(segment);
    repair(ExitCode.FAILED);
    assertEquals(1, findings().size());
    repair(ExitCode.DONE, "--damaged");
    assertClean();
    assertTrue(
        user.run("verify")
            .out()
            .contains("slurm-gen -C " + temp + " gc removes what nobody needs of them"));
    assertTrue(user.run("gc").err().endsWith("; it stays\n"));
    assertEquals(
        java.util.Arrays.hashCode(bytes), java.util.Arrays.hashCode(Files.readAllBytes(segment)));
    user.must("retry", "1");
    assertEquals(raw, samples("raw"));
    assertClean();
  }

  @Test
  void labelsAreNeverTouched() throws Exception {
    List<String> labels = rows("select * from sample_range where move_id is not null");
    Files.delete(segment("J1-1.arrows"));
    String told = repair(ExitCode.FAILED);
    assertTrue(told.endsWith("1 fault mended, 1 left\n"), told);
    assertEquals(labels, rows("select * from sample_range where move_id is not null"));
    assertFinding("J1-1.arrows", "keep their rows: restore the file from a backup");
    assertTrue(user.run("list").out().contains("raw 780, train 120"));
    repair(ExitCode.FAILED);
  }

  @Test
  void moveWhoseSamplesAreMissingIsNotMendedByRebuildingAlone() throws Exception {
    Files.delete(segment("J1-1.arrows"));
    String told = user.run("repair", "--rebuild-catalog").err();
    assertTrue(told.contains(" slurm-gen -C " + temp + " repair --rebuild-catalog gives"), told);
    assertFinding("move 1: counts 120 samples and has 0", "have to be generated before that");
    user.must("generate", "noisy_sine", "-n", "250", "--executor", "local");
    repair(ExitCode.DONE, "--rebuild-catalog");
    assertClean();
  }

  @Test
  void chunksThatNoRowNamesAreRecorded() throws Exception {
    String raw = samples("raw");
    Path segment = segment("J4-1.arrows");
    Path aside = temp.resolve("aside");
    Files.move(segment, aside);
    repair(ExitCode.DONE);
    Files.move(aside, segment);
    assertFinding("J4-1.arrows: 250 samples, indexes 750-999 in 5 whole chunks that no row names");
    repair(ExitCode.DONE, "--dry-run");
    assertTrue(user.run("list").out().contains("raw 630"));
    assertTrue(repair(ExitCode.DONE).contains("; 250 samples recorded\n"));
    assertEquals(raw, samples("raw"));
    assertClean();
    assertEquals("nothing to mend\n", repair(ExitCode.DONE));
  }

  /** The earlier attempt's file comes back when the later one has made the samples. */
  @Test
  void chunksOfASupersededAttemptAreLeftoversWhereTheirSamplesAreElsewhere() throws Exception {
    Path segment = segment("J4-1.arrows");
    Path aside = temp.resolve("aside");
    Files.move(segment, aside);
    repair(ExitCode.DONE);
    user.must("retry", "1");
    Files.move(aside, segment);
    assertClean();
    String told = user.run("verify").out();
    assertTrue(
        told.contains(
            "in 1 segment belong to no sample (5 whole chunks): slurm-gen -C " + temp + " gc"),
        told);
    assertEquals("nothing to mend\n", repair(ExitCode.DONE));
  }

  @Test
  void preprocessedSamplesAreMadeAgain() throws Exception {
    user.must(RebuildCase.preprocess("train", 120));
    String lost = rows("select path from segment where preprocessed_id is not null").get(0);
    Files.delete(temp.resolve(".slurm_cache").resolve(lost));
    repair(ExitCode.DONE);
    assertClean();
    assertFalse(user.run("list").out().contains("square_both 120"));
    user.must("retry", "2");
    assertTrue(user.run("list").out().contains("square_both 120"));
    assertClean();
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    repair(ExitCode.USER_MISTAKE, "--rebuild-catalog", "--dry-run");
    repair(ExitCode.USER_MISTAKE, "-y");
  }
}
