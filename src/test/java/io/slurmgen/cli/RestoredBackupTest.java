package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A catalog that is put back from a backup while its directory has gone on: it gives nothing out
 * again, and a rebuild restores every label to the very samples that had it.
 */
class RestoredBackupTest {
  @TempDir Path temp;
  private UserDirectory user;
  private Path catalog;
  private Path journal;

  @BeforeEach
  void writeDatasets() throws IOException {
    user = new UserDirectory(Files.createDirectory(temp.resolve("user")));
    catalog = user.path().resolve(".slurm_cache.sqlite");
    journal = user.path().resolve(".slurm_cache/moves.journal");
    try (InputStream source = RestoredBackupTest.class.getResourceAsStream("Fast.java")) {
      Files.copy(source, user.path().resolve("Datasets.java"));
    }
  }

  private UserDirectory.Result generate(int samples, String... options) {
    List<String> words = new ArrayList<>(List.of("generate", "fast", "-n", "" + samples));
    words.addAll(List.of("--njobs", "1", "--executor", "local"));
    words.addAll(List.of(options));
    return user.run(words.toArray(String[]::new));
  }

  private void mustGenerate(int samples, String... options) {
    UserDirectory.Result result = generate(samples, options);
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  private void changeCode() throws IOException {
    Path source = user.path().resolve("Datasets.java");
    Files.writeString(source, Files.readString(source).replace("Math.sin(x)", "Math.cos(x)"));
  }

  private void backUp() throws IOException {
    Files.copy(catalog, temp.resolve("backup"));
  }

  private void restore() throws IOException {
    Files.copy(temp.resolve("backup"), catalog, StandardCopyOption.REPLACE_EXISTING);
  }

  private String exported(String group, int paramSet) throws IOException {
    Path file = temp.resolve("exported.jsonl");
    Files.deleteIfExists(file);
    user.must(
        "export", "fast", group, "-p", "" + paramSet, "--format", "jsonl", "-o", file.toString());
    return Files.readString(file);
  }

  private void assertRefused(UserDirectory.Result result) {
    assertEquals(ExitCode.FAILED, result.exitCode(), result.out() + result.err());
    assertTrue(result.err().contains(" is older than " + journal), result.err());
    assertTrue(
        result.err().contains("slurm-gen -C " + user.path() + " repair --rebuild-catalog"),
        result.err());
  }

  private void rebuild() {
    UserDirectory.Result result = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out() + result.err());
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.walk(user.path().resolve(".slurm_cache/fast"))) {
      return files.filter(file -> file.toString().endsWith(".arrows")).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=5", ""})
  void labelledSamplesStayWhatTheyAre(String seed) throws Exception {
    String[] options = seed.isEmpty() ? new String[0] : seed.split("=");
    mustGenerate(50, "-p", "{'set':7}");
    backUp();
    mustGenerate(100, options);
    user.must("move", "fast", "50", "train", "-y", "-p", "1");
    String train = exported("train", 1);
    List<Path> segments = segments();
    restore();
    changeCode();

    assertRefused(generate(400, options));
    assertRefused(generate(400, options));
    assertRefused(user.run("gc"));
    assertEquals(segments, segments());
    rebuild();
    assertEquals(train, exported("train", 1));
    user.must("verify");
    user.must("gc");
    mustGenerate(300);
    assertEquals(train, exported("train", 1));
  }

  @Test
  void everyCommandThatWritesIsRefusedAndThoseThatReadSaySo() throws Exception {
    mustGenerate(50);
    user.must("move", "fast", "10", "train", "-y");
    backUp();
    mustGenerate(20);
    restore();
    byte[] before = Files.readAllBytes(catalog);
    assertRefused(generate(10));
    assertRefused(user.run("move", "fast", "10", "train", "-y"));
    assertRefused(user.run("gc"));
    assertRefused(user.run("gc", "--dry-run"));
    UserDirectory.Result listed = user.run("list");
    assertEquals(ExitCode.DONE, listed.exitCode());
    assertTrue(listed.out().contains("raw 40, train 10"), listed.out());
    assertTrue(listed.err().contains(" is older than " + journal), listed.err());
    UserDirectory.Result verified = user.run("verify");
    assertEquals(ExitCode.FAILED, verified.exitCode());
    assertTrue(
        verified.out().contains("has submission 2, of fast 0, which the catalog lacks"),
        verified.out());
    assertEquals(ExitCode.FAILED, user.run("repair").exitCode());
    assertArrayEquals(before, Files.readAllBytes(catalog));
    rebuild();
    assertTrue(user.run("list").out().contains("raw 60, train 10"));
    user.must("verify");
  }

  @Test
  void numbersOfWhatHasLeftNoSampleAreNotGivenOutAgain() throws Exception {
    mustGenerate(5);
    backUp();
    mustGenerate(10);
    Files.delete(segments().get(1));
    restore();
    rebuild();
    mustGenerate(10);
    assertTrue(segments().get(1).endsWith("J3-1.arrows"), segments()::toString);
    assertTrue(user.run("status", "3").out().contains("submission 3"));
  }

  /** As version 0.1.0 let it happen, whose journal has moves only. */
  private void generateTwice() throws IOException {
    mustGenerate(50, "--seed", "1000");
    backUp();
    mustGenerate(60, "-p", "{'set':1}");
    mustGenerate(60);
    restore();
    Files.deleteIfExists(journal);
    changeCode();
    mustGenerate(90);
    user.must("move", "fast", "140", "train", "-y");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void labelsOfSegmentsThatOverlapAreRestored(boolean isLost) throws Exception {
    generateTwice();
    String train = exported("train", 0);
    if (isLost) {
      Files.delete(catalog);
    }
    rebuild();
    assertTrue(user.run("list").out().contains("raw 0, train 140"), user.run("list").out());
    assertEquals(train, exported("train", 0));
    user.must("verify");
  }

  /** As version 0.1.0 let it happen: the seed of the second generation is another. */
  @Test
  void labelsAreNotGivenToSamplesOfAnotherSeed() throws Exception {
    mustGenerate(50, "-p", "{'set':7}");
    backUp();
    mustGenerate(100);
    user.must("move", "fast", "50", "train", "-y", "-p", "1");
    String train = exported("train", 1);
    restore();
    Path kept = Files.move(journal, temp.resolve("kept"));
    mustGenerate(1, "-p", "{'set':8}"); // takes the number of the job
    mustGenerate(400);
    Files.move(kept, journal, StandardCopyOption.REPLACE_EXISTING);
    UserDirectory.Result rebuilt = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.DONE, rebuilt.exitCode(), rebuilt.err());
    assertTrue(rebuilt.err().contains("left out, its seed is"), rebuilt.err());
    int set = user.run("list").out().contains("  1  {\"set\":0}") ? 1 : 2;
    assertEquals(train, exported("train", set));
    List<Path> segments = segments();
    user.must("gc");
    assertEquals(segments, segments());
    Files.delete(catalog);
    rebuild();
    assertEquals(train, exported("train", set));
  }

  /** As version 0.1.0 let it happen: the job of that number was to make other samples before. */
  @Test
  void jobGetsNoMoreSamplesThanItIsToMake() throws Exception {
    mustGenerate(50);
    backUp();
    mustGenerate(600);
    restore();
    Files.deleteIfExists(journal);
    assertEquals(ExitCode.FAILED, generate(50).exitCode());
    user.run("repair");
    UserDirectory.Result status = user.run("status", "2");
    assertTrue(status.out().contains("50 of 50 samples"), status.out());
    UserDirectory.Result waited = user.run("wait", "2");
    assertEquals(ExitCode.DONE, waited.exitCode(), waited.out() + waited.err());
  }

  @Test
  void overlapIsRefusedWhereTheJournalHasTheSubmissions() throws Exception {
    mustGenerate(50, "--seed", "1000");
    backUp();
    mustGenerate(60, "-p", "{'set':1}");
    mustGenerate(60);
    restore();
    assertRefused(generate(90));
    rebuild();
    mustGenerate(90);
    user.must("move", "fast", "140", "train", "-y", "-p", "0");
    String train = exported("train", 0);
    Files.delete(catalog);
    rebuild();
    assertEquals(train, exported("train", 0));
    assertFalse(train.isEmpty());
  }
}
