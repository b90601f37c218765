package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.OpenCatalogMain;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.check.Finding;
import io.slurmgen.check.Integrity;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class SchemaTest {

  private static final String OBJECTS =
      "select type, name, tbl_name, sql from sqlite_master order by type, name";

  @TempDir Path directory;

  private Connection database(String name) throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(name));
  }

  @Test
  void allMigrationsTogetherGiveTheSchema() throws Exception {
    try (Connection whole = database("whole");
        Connection migrated = database("migrated");
        Statement statement = whole.createStatement()) {
      statement.executeUpdate(Migrations.text("schema/catalog.sql"));
      Migrations.apply(migrated, directory.resolve("migrated"));
      for (String query : List.of(OBJECTS, "pragma user_version", "pragma application_id")) {
        assertEquals(TestCatalog.rows(whole, query), TestCatalog.rows(migrated, query));
      }
      assertEquals(
          List.of(Integer.toString(Migrations.STEPS.size())),
          TestCatalog.rows(whole, "pragma user_version"));
    }
  }

  @Test
  void everyFileOfMigrationsIsAStep() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("migrations"))) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(), Migrations.STEPS);
    }
  }

  @Test
  void missingCatalogIsNotMadeByOpen() throws IOException {
    assertTrue(Catalog.open(new CacheDirectory(directory), TestCatalog.CLOCK).isEmpty());
    assertFalse(Files.exists(directory.resolve(".slurm_cache.sqlite")));
  }

  @Test
  void missingOrEmptyFileBecomesACatalog() throws Exception {
    try (TestCatalog made = TestCatalog.in(directory)) {
      assertEquals(List.of(), made.catalog.counts().all());
    }
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.createFile(other.resolve(".slurm_cache.sqlite"));
    try (TestCatalog made = TestCatalog.in(other)) {
      assertEquals(
          List.of(Integer.toString(Migrations.newest())), made.rows("pragma user_version"));
      assertEquals(List.of("delete"), made.rows("pragma journal_mode"));
    }
  }

  @Test
  void catalogWorksInADirectoryOfAnyName() throws Exception {
    Path odd = Files.createDirectory(directory.resolve("a b?c=d&e#f%20g;h'i é"));
    try (TestCatalog made = TestCatalog.in(odd)) {
      made.generate(10, 5);
    }
    assertTrue(Files.exists(odd.resolve(".slurm_cache.sqlite")));
    try (Catalog again = Catalog.open(new CacheDirectory(odd), TestCatalog.CLOCK).orElseThrow()) {
      assertEquals(10, again.counts().of("d").get(0).raw().samples());
    }
  }

  @Test
  void newerCatalogIsRefused() throws Exception {
    try (TestCatalog made = TestCatalog.in(directory)) {
      made.sql("pragma user_version = 99");
    }
    UserError refused = assertThrows(UserError.class, () -> TestCatalog.in(directory));
    Path file = directory.resolve(".slurm_cache.sqlite");
    int newest = Migrations.newest();
    assertEquals(
        "%s has schema version 99, this slurm-gen knows versions up to %d: update slurm-gen; its tables are those of version %d, so if no newer one was ever used here: sqlite3 %s 'pragma user_version = %d'"
            .formatted(file, newest, newest, file, newest),
        refused.getMessage());
  }

  @Test
  void tablesOfANewerCatalogAreNotTakenForOurs() throws Exception {
    try (TestCatalog made = TestCatalog.in(directory)) {
      made.sql("create table later (id); pragma user_version = 99");
    }
    UserError refused = assertThrows(UserError.class, () -> TestCatalog.in(directory));
    assertTrue(refused.getMessage().endsWith(": update slurm-gen"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pragma application_id = 0; pragma user_version = 0",
        "pragma application_id = 0",
        "pragma application_id = 17",
        "pragma user_version = 0",
        "pragma user_version = -1",
      })
  void catalogThatDoesNotTellWhatItIsIsKnownByItsTables(String spoil) throws Exception {
    try (TestCatalog made = TestCatalog.in(directory)) {
      made.generate(10, 5);
      made.sql(spoil);
    }
    try (Catalog unchanged =
        Catalog.openUnchanged(new CacheDirectory(directory), TestCatalog.CLOCK).orElseThrow()) {
      assertEquals(10, unchanged.counts().of("d").get(0).raw().samples());
      assertEquals(Finding.Kind.UNMARKED_CATALOG, Integrity.of(unchanged).check().get(0).kind());
    }
    try (TestCatalog marked = TestCatalog.in(directory)) {
      assertEquals(10, marked.counts().raw().samples());
      assertEquals(List.of("1397507889"), marked.rows("pragma application_id"));
      assertEquals(
          List.of(Integer.toString(Migrations.newest())), marked.rows("pragma user_version"));
    }
  }

  @Test
  void versionThatNobodyHasMadeIsDamage() throws Exception {
    try (TestCatalog made = TestCatalog.in(directory)) {
      made.sql("create table other (id); pragma user_version = -1");
    }
    CatalogException refused =
        assertThrows(CatalogException.class, () -> TestCatalog.in(directory));
    assertTrue(
        refused.getMessage().contains(": no slurm-gen has a schema version -1;"),
        refused.getMessage());
    assertTrue(refused.getMessage().endsWith("repair --rebuild-catalog"), refused.getMessage());
  }

  @Test
  void threadsThatOpenAMissingCatalogAtOnceAllGetIt() throws Exception {
    int threads = 6;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> opened =
          Stream.generate(() -> pool.submit(() -> openAfter(start))).limit(threads).toList();
      for (Future<Integer> sets : opened) {
        assertEquals(0, sets.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private int openAfter(CyclicBarrier start) throws Exception {
    start.await();
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      return catalog.catalog.counts().all().size();
    }
  }

  @Test
  void processesThatOpenAMissingCatalogAtOnceAllGetIt() throws Exception {
    List<ChildJvm> children =
        List.of(
            ChildJvm.start(OpenCatalogMain.class, directory),
            ChildJvm.start(OpenCatalogMain.class, directory),
            ChildJvm.start(OpenCatalogMain.class, directory));
    try {
      for (ChildJvm child : children) {
        assertEquals("ready", child.readLine());
      }
      for (ChildJvm child : children) {
        child.tell("go");
      }
      for (ChildJvm child : children) {
        assertEquals("0 parameter sets", child.readLine());
        assertEquals(0, child.exitCode());
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
  }
}
