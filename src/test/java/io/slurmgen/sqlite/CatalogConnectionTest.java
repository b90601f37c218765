package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.catalog.WriteForeverMain;
import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.disk.LockMain;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogConnectionTest {

  @TempDir Path directory;
  private TestCatalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = TestCatalog.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private CatalogConnection connection() throws IOException {
    return CatalogConnection.open(
        new CacheDirectory(directory),
        TestCatalog.CLOCK,
        Duration.ofSeconds(30),
        MoveJournal::refuseOlderCatalog);
  }

  private static void insert(CatalogConnection connection, String dataset) throws SQLException {
    try (Statement statement = connection.jdbc().createStatement()) {
      statement.execute("insert into dataset (name) values ('" + dataset + "')");
    }
  }

  private List<String> datasets() throws IOException {
    return catalog.catalog.counts().datasets();
  }

  /** As the driver does with one that has failed. */
  @Test
  void queryWhoseKeptStatementIsGoneIsAskedAnew() throws IOException {
    String query = "select ?";
    try (CatalogConnection connection = connection()) {
      connection.read(
          () -> {
            assertEquals(Optional.of(1L), connection.statements().number(query, 1));
            connection
                .statements()
                .first(
                    query,
                    row -> {
                      row.rows.getStatement().close();
                      return 2;
                    },
                    2);
            assertEquals(Optional.of(3L), connection.statements().number(query, 3));
            assertEquals(Optional.of(4L), connection.statements().number(query, 4));
            return null;
          });
    }
  }

  @Test
  void failedWorkLeavesNothingAndTheConnectionUsable() throws IOException {
    try (CatalogConnection connection = connection()) {
      for (Throwable failure :
          List.of(
              new IOException(), new SQLException(), new IllegalStateException(), new Error())) {
        assertThrows(
            Throwable.class, () -> connection.write(() -> insertAndFail(connection, failure)));
        assertEquals(List.of(), datasets());
      }
      connection.write(
          () -> {
            insert(connection, "d");
            return null;
          });
      assertEquals(List.of("d"), datasets());
    }
  }

  private static Void insertAndFail(CatalogConnection connection, Throwable failure)
      throws SQLException, IOException {
    insert(connection, "lost");
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof SQLException sql) {
      throw sql;
    } else if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw (Error) failure;
  }

  @Test
  void writersWaitForTheLockFileAndReadersDoNot() throws Exception {
    AttemptRow attempt = catalog.start(catalog.submit(10, 1), 0);
    RecordedChunks chunks = new TestSegment(attempt, 0, 0).chunks(10, 5);
    try (ChildJvm other = ChildJvm.start(LockMain.class, catalog.catalog.directory().lock())) {
      assertEquals("locked Held", other.readLine());
      CatalogBusyException busy =
          assertThrows(
              CatalogBusyException.class,
              () -> catalog.catalog.attempts().record(List.of(chunks), Duration.ofMillis(50)));
      assertEquals(
          "process %d keeps %s locked; try again"
              .formatted(other.pid(), catalog.catalog.directory().lock()),
          busy.getMessage());
      assertEquals(0, catalog.group("raw").samples());
      other.kill();
    }
    assertEquals(Set.of(), catalog.record(chunks));
    assertEquals(10, catalog.group("raw").samples());
  }

  @Test
  void processKilledWhileItWritesLeavesTheStateBefore() throws Exception {
    catalog.submit(10, 1);
    List<String> before = catalog.dump();
    try (ChildJvm other = ChildJvm.start(WriteForeverMain.class, directory)) {
      assertEquals("written, not committed", other.readLine());
      assertEquals(List.of("d"), datasets());
      other.kill();
    }
    assertEquals(before, catalog.dump());
    catalog.submit(10, 1);
  }

  @Test
  void fullDiskLeavesTheStateBeforeAndTheCallCanBeRepeated() throws Exception {
    SubmissionRow submission = catalog.submit(1_000_000, 1);
    AttemptRow attempt = catalog.start(submission, 0);
    RecordedChunks chunks = new TestSegment(attempt, 0, 0).chunks(10_000, 1);
    try (CatalogConnection connection = connection()) {
      Attempts attempts = new Attempts(connection);
      pragma(connection, "max_page_count = 60");
      List<String> before = catalog.dump();
      CatalogException full =
          assertThrows(
              CatalogException.class, () -> attempts.record(List.of(chunks), Duration.ZERO));
      assertTrue(full.getMessage().contains("full"), full.getMessage());
      assertEquals(before, catalog.dump());
      pragma(connection, "max_page_count = 1000000");
      assertEquals(Map.of(), attempts.record(List.of(chunks), Duration.ofSeconds(30)));
    }
    assertEquals(10_000, catalog.group("raw").samples());
  }

  private static void pragma(CatalogConnection connection, String pragma) throws SQLException {
    try (Statement statement = connection.jdbc().createStatement()) {
      statement.execute("pragma " + pragma);
    }
  }
}
