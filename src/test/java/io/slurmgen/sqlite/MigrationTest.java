package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.MigrateForeverMain;
import io.slurmgen.catalog.OpenCatalogMain;
import io.slurmgen.catalog.TestCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catalogs of every version that there was, from 0, which is an empty file. */
class MigrationTest {
  private static final String FILL =
      """
      insert into dataset (name) values ('d');
      insert into param_set (dataset_id, number, hash, params, seed, created_ms)
        values (1, 0, printf('%064d', 0), '{}', 5, 0);
      insert into sample_group (param_set_id, name) values (1, 'train');
      insert into move (group_id, samples, moved_ms) values (2, 10, 0);
      insert into sample_range values (1, 0, 10, 2, 1), (1, 10, 20, 1, null);
      insert into submission
        (param_set_id, executor, samples, code_hash, node, pid, created_ms)
        values (1, 'local', 30, 'c', 'n', 1, 0);
      insert into job (submission_id, number, state, attempt) values (1, 0, 'done', 1);
      insert into job_range values (1, 0, 30);
      insert into segment values (1, 1, null, 1, 1, 'd/000000000000/J1-1.arrows', 0, 30, 1000);
      insert into chunk values (1, 0, 30, 100, 400, 1, 1);
      """;

  @TempDir Path directory;

  private static IntStream versions() {
    return IntStream.rangeClosed(0, Migrations.newest());
  }

  private Path catalog(int version) throws Exception {
    Path file = directory.resolve(".slurm_cache.sqlite");
    Files.createFile(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String step : Migrations.STEPS.subList(0, version)) {
        statement.executeUpdate(Migrations.text("migrations/" + step));
        if (step.startsWith("0001")) {
          statement.executeUpdate(FILL);
        }
      }
    }
    return file;
  }

  private static List<String> state(Path file) throws Exception {
    List<String> state = new ArrayList<>();
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String query :
          List.of(
              "pragma user_version",
              "pragma integrity_check",
              "select type, name, sql from sqlite_master order by 1, 2")) {
        state.addAll(TestCatalog.rows(shell, query));
      }
      for (String table :
          TestCatalog.rows(shell, "select name from sqlite_master where type = 'table'")) {
        state.addAll(TestCatalog.rows(shell, "select '" + table + "', * from " + table));
      }
    }
    return state;
  }

  private void assertMigrated(int version) throws Exception {
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      assertEquals(
          List.of(Integer.toString(Migrations.newest())), catalog.rows("pragma user_version"));
      assertEquals(
          version == 0 ? List.of() : List.of("raw|20", "train|10"),
          catalog.rows("select group_name, samples from sample_counts"));
      assertEquals(
          version == 0 ? List.of() : List.of("train|0|10", "raw|10|20"),
          catalog.rows("select group_name, first_index, rows from chunks order by first_index"));
      assertEquals(List.of(), catalog.rows("pragma foreign_key_check"));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyVersionBecomesTheNewestWithAllItsRows(int version) throws Exception {
    catalog(version);
    assertMigrated(version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void processesThatOpenItAtOnceMigrateItOnce(int version) throws Exception {
    catalog(version);
    List<ChildJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        children.add(ChildJvm.start(OpenCatalogMain.class, directory));
      }
      for (ChildJvm child : children) {
        assertEquals("ready", child.readLine());
      }
      for (ChildJvm child : children) {
        child.tell("go");
      }
      for (ChildJvm child : children) {
        assertEquals((version == 0 ? 0 : 1) + " parameter sets", child.readLine());
        assertEquals(0, child.exitCode());
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    assertMigrated(version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void killInTheMiddleLeavesTheOldVersion(int version) throws Exception {
    Path file = catalog(version);
    List<String> before = state(file);
    try (ChildJvm child = ChildJvm.start(MigrateForeverMain.class, file)) {
      assertEquals("migrated", child.readLine());
      child.kill();
    }
    assertEquals(before, state(file));
    assertMigrated(version);
  }

  @Test
  void halfOfAMigrationIsInTheFileWhenItIsKilled() throws Exception {
    Path file = catalog(0);
    try (ChildJvm child = ChildJvm.start(MigrateForeverMain.class, file)) {
      assertEquals("migrated", child.readLine());
      child.kill();
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertTrue(files.anyMatch(path -> path.toString().endsWith("-journal")));
    }
    assertMigrated(0);
  }
}
