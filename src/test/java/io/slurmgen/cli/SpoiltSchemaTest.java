package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers, indexes, views and marks of the file that somebody has taken away or changed. */
class SpoiltSchemaTest extends VerifyCase {

  private void shell(String sql) throws Exception {
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + temp.resolve(".slurm_cache.sqlite"));
        Statement statement = shell.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void dropAll(String type) throws Exception {
    for (String name :
        rows("select name from sqlite_master where sql is not null and type = '" + type + "'")) {
      shell("drop " + type + " " + name);
    }
  }

  private List<String> items() throws Exception {
    return rows("select type, name, sql from sqlite_master where sql is not null order by 1, 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trigger", "index", "view"})
  void repairPutsBackWhatIsDropped(String type) throws Exception {
    List<String> whole = items();
    dropAll(type);
    List<String> findings = findings();
    long dropped = whole.stream().filter(item -> item.startsWith(type)).count();
    assertEquals(dropped, findings.size(), findings::toString);
    assertTrue(
        findings.stream()
            .allMatch(
                line ->
                    line.startsWith(type + " ")
                        && line.endsWith(": is missing; repair puts that right")),
        findings::toString);
    user.must("repair");
    assertEquals(whole, items());
    assertClean();
  }

  @Test
  void repairPutsBackWhatIsAnotherOne() throws Exception {
    List<String> whole = items();
    shell("drop trigger sample_range_updated");
    shell("create trigger sample_range_updated after update on sample_range begin select 1; end");
    shell("drop view segments");
    shell("create view segments as select 1 as one");
    List<String> findings = findings();
    assertEquals(2, findings.size(), findings::toString);
    assertTrue(findings.get(0).contains("segments: is not the one of slurm-gen"));
    assertTrue(findings.get(1).contains("sample_range_updated: is not the one of slurm-gen"));
    user.must("repair");
    assertEquals(whole, items());
    assertClean();
  }

  /** Without the triggers nothing counts; the labels would be right and the counts wrong. */
  @Test
  void moveWithoutTriggersIsRefused() throws Exception {
    dropAll("trigger");
    List<String> before = rows("select * from sample_range");
    UserDirectory.Result move = user.run("move", "noisy_sine", "30", "train", "-y");
    assertEquals(ExitCode.FAILED, move.exitCode());
    assertTrue(move.err().contains("triggers are missing or changed; slurm-gen -C "), move.err());
    assertEquals(before, rows("select * from sample_range"));
    user.must("repair");
    user.must("move", "noisy_sine", "30", "train", "-y");
    assertClean();
    assertEquals(List.of("raw|850", "train|150"), rows("select name, samples from sample_group"));
  }

  @Test
  void repairCountsAnewWhatWasGeneratedWithoutTriggers() throws Exception {
    dropAll("trigger");
    user.generate(100);
    assertEquals(List.of("raw|880", "train|120"), rows("select name, samples from sample_group"));
    assertTrue(
        findings()
            .contains("noisy_sine 0 raw: counts 880 samples and has 980; repair puts that right"));
    user.must("repair");
    assertEquals(List.of("raw|980", "train|120"), rows("select name, samples from sample_group"));
    assertClean();
  }

  /** Its range may be what is wrong. */
  @Test
  void countThatIsWrongBesideARangeIsNotCountedAnew() throws Exception {
    spoil("update sample_range set samples = samples - 1 where first_index > 0");
    List<String> findings = findings();
    assertTrue(
        findings.stream().anyMatch(line -> line.startsWith("noisy_sine 0 raw: counts 880")),
        findings::toString);
    assertTrue(findings.stream().noneMatch(line -> line.contains("puts that right")));
    assertEquals(ExitCode.FAILED, user.run("repair").exitCode());
    assertEquals(findings, findings());
  }

  @Test
  void triggerOfSomebodyElseIsNamedAndStays() throws Exception {
    shell("create trigger mine after insert on chunk begin select 1; end");
    assertFinding("trigger mine: is not of slurm-gen", "sqlite3", "'drop trigger mine'");
    assertEquals(ExitCode.FAILED, user.run("repair").exitCode());
    assertFinding("trigger mine");
    user.must("repair", "--rebuild-catalog");
    assertClean();
  }

  @Test
  void tableThatIsAnotherOneIsMadeAgain() throws Exception {
    shell("alter table attempt add column note text");
    assertFinding("table attempt: is not the one of slurm-gen", "repair --rebuild-catalog");
    user.must("repair", "--rebuild-catalog");
    assertClean();
  }

  @Test
  void catalogThatWasDumpedAndReadIsACatalogAgain() throws Exception {
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    Path copy = temp.resolve("copy");
    Process dump =
        new ProcessBuilder("sh", "-c", "sqlite3 '%s' .dump | sqlite3 '%s'".formatted(catalog, copy))
            .inheritIO()
            .start();
    assertEquals(0, dump.waitFor());
    Files.move(copy, catalog, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertFinding("has the tables of version", "repair puts that right");
    user.must("move", "noisy_sine", "30", "train", "-y");
    assertClean();
    user.must("repair", "--rebuild-catalog");
    assertClean();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pragma application_id = 0",
        "pragma user_version = -1",
        "pragma application_id = 0; pragma user_version = 0"
      })
  void catalogWithoutMarksIsRebuiltAndRepaired(String spoil) throws Exception {
    shell(spoil);
    assertFinding("has the tables of version");
    user.must("repair", "--rebuild-catalog");
    assertClean();
    shell(spoil);
    user.must("repair");
    assertClean();
  }

  /** No table tells what it was. */
  @Test
  void databaseOfSomethingElseIsSetAsideByARebuild() throws Exception {
    List<String> counts = rows("select * from sample_counts");
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    Files.delete(catalog);
    shell("create table other (id)");
    byte[] other = Files.readAllBytes(catalog);
    UserDirectory.Result list = user.run("list");
    assertEquals(ExitCode.USER_MISTAKE, list.exitCode());
    assertTrue(list.err().contains("repair --rebuild-catalog"), list.err());
    UserDirectory.Result rebuild = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.DONE, rebuild.exitCode(), rebuild.err());
    assertTrue(rebuild.err().contains("was not a catalog of slurm-gen"), rebuild.err());
    assertEquals(counts, rows("select * from sample_counts"));
    assertEquals(
        new String(other),
        new String(Files.readAllBytes(temp.resolve(".slurm_cache.sqlite.old-1"))));
  }

  /** SQLite would play it into the new catalog. */
  @Test
  void writeAheadLogOfALostCatalogIsSetAside() throws Exception {
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    List<String> counts = rows("select * from sample_counts");
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("pragma journal_mode = wal");
      statement.executeUpdate("create table stale (id)");
      for (String ending : List.of("-wal", "-shm")) {
        Files.copy(Path.of(catalog + ending), temp.resolve("kept" + ending));
      }
    }
    Files.delete(catalog);
    for (String ending : List.of("-wal", "-shm")) {
      Files.deleteIfExists(Path.of(catalog + ending));
      Files.move(temp.resolve("kept" + ending), Path.of(catalog + ending));
    }
    UserDirectory.Result list = user.run("list");
    assertTrue(list.err().contains("is missing, but"), list.err());
    user.must("repair", "--rebuild-catalog");
    assertEquals(List.of(), rows("select name from sqlite_master where name = 'stale'"));
    assertEquals(counts, rows("select * from sample_counts"));
    assertTrue(Files.exists(Path.of(catalog + ".old-1-wal")));
    assertClean();
  }

  /** What the catalog keeps of types chooses between segments, and condemns none of its own. */
  @Test
  void typesThatNoSegmentHasAreNotFollowedByARebuild() throws Exception {
    List<String> counts = rows("select * from sample_counts");
    spoil("update series_types set features = 'doublf'");
    user.must("repair", "--rebuild-catalog");
    assertEquals(counts, rows("select * from sample_counts"));
    assertClean();
  }
}
