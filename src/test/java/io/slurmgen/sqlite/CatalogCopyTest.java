package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.disk.DirectRead;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogCopyTest {
  @TempDir private Path directory;

  @BeforeEach
  void requireDirectReads() throws IOException {
    Path file = Files.createFile(directory.resolve("empty"));
    assumeTrue(DirectRead.first(file, 1).isPresent(), "a file system without O_DIRECT");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 1 << 20, (1 << 20) + 1, 3_000_000})
  void filesOfAnyLengthAreCopiedWhole(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Path file = Files.write(directory.resolve("file"), bytes);
    Path copy = directory.resolve("copy");
    assertTrue(DirectRead.copy(file, copy));
    assertArrayEquals(bytes, Files.readAllBytes(copy));
  }

  @Test
  void copyIsOfWhatWasCommitted() throws Exception {
    try (TestCatalog test = TestCatalog.in(directory);
        Connection writer = test.shell()) {
      test.generate(10, 5);
      beginChangesThatAreOnDisk(writer);
      Path folder;
      try (CatalogCopy copy = CatalogCopy.of(test.catalog.directory()).orElseThrow()) {
        folder = copy.folder();
        assertEquals("0", changed(copy.catalog()));
      }
      assertFalse(Files.exists(folder));
    }
  }

  /** Leaves what a killed writer does: SQLite has begun to write into the file itself. */
  private static void beginChangesThatAreOnDisk(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.executeUpdate(
          """
          insert into node_probe
            (file_system, mount_options, submit_node, task_node, verdict, detail, probed_ms)
          with n(i) as (select 1 union all select i + 1 from n where i < 2000)
          select 'x', 'x', 'x', 'x', 'stale', hex(zeroblob(100)), i from n
          """);
      statement.execute("pragma cache_size = 5");
      statement.execute("begin immediate");
      statement.executeUpdate("update node_probe set verdict = 'coherent'");
    }
  }

  private static String changed(Path catalog) throws SQLException {
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog)) {
      return TestCatalog.rows(shell, "select count(*) from node_probe where verdict = 'coherent'")
          .get(0);
    }
  }

  @Test
  void catalogIsReadFromItsCopy() throws Exception {
    try (TestCatalog test = TestCatalog.in(directory)) {
      test.generate(10, 5);
      CacheDirectory cache = test.catalog.directory();
      try (CatalogConnection copy =
          CatalogConnection.openCopy(
              cache, TestCatalog.CLOCK, test.catalog.connection().patience())) {
        String samples = "select sum(samples) from sample_counts";
        assertEquals(10, copy.read(() -> copy.statements().number(samples).orElseThrow()));
        test.generate(20, 5);
        assertEquals(10, copy.read(() -> copy.statements().number(samples).orElseThrow()));
        assertEquals(cache, copy.directory());
      }
    }
  }
}
