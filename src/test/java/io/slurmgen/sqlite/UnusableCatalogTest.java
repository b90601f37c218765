package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.model.ParamSetRow;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;

class UnusableCatalogTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve(".slurm_cache.sqlite");
  }

  private <E extends Exception> String refused(Class<E> kind) {
    return assertThrows(kind, () -> TestCatalog.in(directory)).getMessage();
  }

  @Test
  void fileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
    byte[] text = "dataset,samples\n".repeat(500).getBytes();
    Files.write(file, text);
    assertEquals(
        "catalog "
            + file
            + " is damaged, or no SQLite database at all; to make it again from the segments:"
            + " slurm-gen -C %s repair --rebuild-catalog".formatted(directory),
        refused(CatalogException.class));
    assertArrayEquals(text, Files.readAllBytes(file));
  }

  /** A new one would count jobs and moves from 1 again, as the old segments and journal do. */
  @Test
  void missingCatalogBesideItsSamplesIsRefused() throws IOException {
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      ParamSetRow set = catalog.generate(10, 5);
      catalog.catalog.groups().move(set.id(), 5, "train");
    }
    Files.delete(file);
    assertTrue(refused(LostCatalogException.class).contains("is missing, but"));
    assertFalse(Files.exists(file));
  }

  /** A new catalog would give the numbers of the old jobs out again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lostCatalogBesideASegmentIsRefused(boolean isEmpty) throws IOException {
    Path segments = Files.createDirectories(directory.resolve(".slurm_cache/d/0123456789ab"));
    Files.createFile(segments.resolve("J1-1.arrows"));
    if (isEmpty) {
      Files.createFile(file);
    }
    assertEquals(
        file
            + (isEmpty ? " is empty" : " is missing")
            + ", but "
            + directory.resolve(".slurm_cache")
            + " has its samples: restore it with slurm-gen -C %s repair --rebuild-catalog"
                .formatted(directory),
        refused(LostCatalogException.class));
    assertThrows(
        LostCatalogException.class,
        () -> Catalog.open(new CacheDirectory(directory), TestCatalog.CLOCK));
    assertEquals(isEmpty, Files.exists(file));
  }

  @Test
  void directoriesWithoutSegmentsAreNoReasonToRefuse() throws IOException {
    Path cache = directory.resolve(".slurm_cache");
    Files.createDirectories(cache.resolve("d/0123456789ab"));
    Files.createDirectories(cache.resolve(".classes/x"));
    Files.createFile(cache.resolve(".classes/x/J1-1.arrows"));
    Files.createFile(cache.resolve("notes.txt"));
    Files.createFile(file);
    TestCatalog.in(directory).close();
  }

  @Test
  void otherDatabaseIsRefusedAndLeftAlone() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.executeUpdate("create table job (id); pragma user_version = 1");
    }
    byte[] before = Files.readAllBytes(file);
    assertEquals(
        file
            + " is a SQLite file, but not a catalog of slurm-gen; where there are segments beside"
            + " it, slurm-gen -C %s repair --rebuild-catalog keeps it under another name and makes"
                .formatted(directory)
            + " the catalog from them",
        refused(OtherDatabaseException.class));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void damagedPagesAreReportedWithTheFile() throws IOException {
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      catalog.generate(10, 5);
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0xa5);
    Files.write(file, bytes);
    CatalogException damaged =
        assertThrows(
            CatalogException.class,
            () -> {
              try (TestCatalog catalog = TestCatalog.in(directory)) {
                catalog.counts();
              }
            });
    assertTrue(
        damaged.getMessage().startsWith("catalog " + file + " is damaged"), damaged.getMessage());
  }

  /** As a user sees it who may only read, while a crashed writer's journal lies there. */
  @Test
  void unfinishedWriteThatThisUserCannotUndoIsToBeTriedAgain() throws Exception {
    try (TestCatalog catalog = TestCatalog.in(directory);
        Connection writer = catalog.shell();
        Statement write = writer.createStatement()) {
      write.executeUpdate("pragma cache_size = 1");
      write.executeUpdate("create table big (text)");
      write.executeUpdate("begin immediate");
      for (int i = 0; i < 200; i++) {
        write.executeUpdate("insert into big values (hex(randomblob(4000)))");
      }
      Path copy = Files.createDirectory(directory.resolve("copy")).resolve("catalog");
      Files.copy(file, copy);
      Files.copy(Path.of(file + "-journal"), Path.of(copy + "-journal"));
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      try (Connection reader = config.createConnection("jdbc:sqlite:" + copy);
          Statement read = reader.createStatement()) {
        SQLException e =
            assertThrows(
                SQLException.class, () -> read.executeQuery("select * from dataset").close());
        String message = SqlFailure.of(copy, e).getMessage();
        assertTrue(message.startsWith("catalog " + copy + " cannot be read now"), message);
        assertTrue(message.contains("try again"), message);
      }
    }
  }

  @Test
  void missingDirectoryIsNamed() {
    Path missing = directory.resolve("missing");
    NoSuchFileException refused =
        assertThrows(NoSuchFileException.class, () -> TestCatalog.in(missing));
    assertEquals(missing.toString(), refused.getFile());
  }

  @Test
  void directoryInTheWayIsReported() throws IOException {
    Files.createDirectory(file);
    String message = refused(CatalogException.class);
    assertTrue(message.startsWith("catalog " + file + " cannot be opened"), message);
  }

  @Test
  void readOnlyDirectoryCanBeListedAndNotWritten() throws IOException {
    ParamSetRow set;
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      set = catalog.generate(10, 5);
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(directory), "permissions do not bind this user");
      try (TestCatalog catalog = TestCatalog.in(directory)) {
        assertEquals(10, catalog.counts().raw().samples());
        CatalogException refused =
            assertThrows(
                CatalogException.class, () -> catalog.catalog.groups().move(set.id(), 5, "g"));
        assertTrue(
            refused.getMessage().startsWith("catalog " + file + " cannot be written"),
            refused.getMessage());
      }
      Files.setPosixFilePermissions(
          directory.resolve(".slurm_cache.lock"), PosixFilePermissions.fromString("r--r--r--"));
      try (TestCatalog catalog = TestCatalog.in(directory)) {
        assertThrows(
            AccessDeniedException.class, () -> catalog.catalog.groups().move(set.id(), 5, "g"));
      }
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void catalogCannotBeMadeInAReadOnlyDirectory() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(directory), "permissions do not bind this user");
      assertTrue(
          refused(CatalogException.class).startsWith("catalog " + file + " cannot be opened"));
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
