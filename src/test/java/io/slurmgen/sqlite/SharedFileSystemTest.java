package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.nio.file.ExtendedOpenOption;
import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.MigrateForeverMain;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a catalog is opened where other machines write to it as well. */
class SharedFileSystemTest {

  private static final FileSystemKind NFS = new FileSystemKind("nfs4", "rw,vers=4.2");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  private CatalogConnection connection() throws IOException {
    CacheDirectory cache = new CacheDirectory(directory);
    return CatalogConnection.open(
        CatalogFile.of(cache, NFS),
        cache,
        TestCatalog.CLOCK,
        PATIENCE,
        MoveJournal::refuseOlderCatalog);
  }

  private static void insert(CatalogConnection connection, String dataset) throws IOException {
    connection.write(
        () -> connection.statements().update("insert into dataset (name) values (?)", dataset));
  }

  private static List<String> datasets(CatalogConnection connection) throws IOException {
    return new Counts(connection).datasets();
  }

  private Path catalog() {
    return new CacheDirectory(directory).catalog();
  }

  private Path journal() {
    return directory.resolve(".slurm_cache.sqlite-journal");
  }

  private Connection shell() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + catalog());
  }

  private static void sql(Connection shell, String sql) throws Exception {
    try (Statement statement = shell.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isOpen() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.anyMatch(this::isCatalog);
    }
  }

  private boolean isCatalog(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).equals(catalog());
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void fileIsOpenDuringTransactionsOnly() throws Exception {
    try (CatalogConnection connection = connection()) {
      assertFalse(isOpen());
      connection.write(
          () -> {
            assertTrue(isOpen());
            return connection.statements().update("insert into dataset (name) values ('d')");
          },
          () -> assertFalse(isOpen()));
      assertFalse(isOpen());
      assertTrue(connection.read(this::isOpen));
      assertThrows(IOException.class, () -> connection.write(() -> failing()));
      assertFalse(isOpen());
      assertEquals(List.of("d"), datasets(connection));
    }
  }

  private static Object failing() throws IOException {
    throw new IOException("the work fails");
  }

  @Test
  void onAFileSystemOfThisMachineItStaysOpen() throws Exception {
    try (TestCatalog local = TestCatalog.in(directory)) {
      local.submit(1, 1);
      assertTrue(isOpen());
    }
    assertFalse(isOpen());
  }

  /** Here both reads give the same, as this machine alone writes to the file. */
  @Test
  void firstPageIsReadPastTheCacheWhereTheFileSystemAllowsThat() throws Exception {
    try (CatalogConnection connection = connection()) {
      insert(connection, "d");
      assertEquals(allowsDirectReads(), connection.isGuarded());
    }
  }

  @Test
  void directoryInPlaceOfTheCatalogIsReported() throws Exception {
    Files.createDirectory(catalog());
    CatalogException refused = assertThrows(CatalogException.class, this::connection);
    assertTrue(refused.getMessage().startsWith("catalog " + catalog() + " cannot be"));
  }

  private boolean allowsDirectReads() throws IOException {
    try {
      FileChannel.open(catalog(), StandardOpenOption.READ, ExtendedOpenOption.DIRECT).close();
      return true;
    } catch (IOException | UnsupportedOperationException refused) {
      return false;
    }
  }

  @Test
  void journalStaysWithNothingToUndo() throws Exception {
    try (CatalogConnection connection = connection()) {
      insert(connection, "d");
      assertEquals(0, Files.readAllBytes(journal())[0]);
      insert(connection, "e");
      assertEquals(List.of("d", "e"), datasets(connection));
    }
  }

  /** SQLite itself would undo it, while another node may begin to write. */
  @Test
  void readerUndoesNothingWithoutTheLockFile() throws Exception {
    Files.createFile(catalog());
    try (ChildJvm other = ChildJvm.start(MigrateForeverMain.class, catalog())) {
      assertEquals("migrated", other.readLine());
      other.kill();
    }
    byte[] halfWritten = Files.readAllBytes(catalog());
    assertTrue(Files.readAllBytes(journal())[0] != 0);
    CatalogFile file = CatalogFile.of(new CacheDirectory(directory), NFS);
    CatalogException refused =
        assertThrows(CatalogException.class, () -> file.connect(CatalogFile.Use.READ, false));
    assertTrue(refused.getMessage().contains("a writer has not finished"), refused.getMessage());
    assertArrayEquals(halfWritten, Files.readAllBytes(catalog()));
    try (CatalogConnection connection = connection()) {
      assertEquals(List.of(), datasets(connection));
    }
  }

  /** Closing a file in Java drops the locks that SQLite has on it in the same process. */
  @Test
  void guardWaitsForTransactionsOfThisProcess() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (CatalogConnection reader = connection();
        CatalogConnection writer = connection()) {
      CountDownLatch reads = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Future<List<String>> read =
          threads.submit(
              () ->
                  reader.read(
                      () -> {
                        List<String> before = locks();
                        reader.statements().number("select count(*) from dataset");
                        List<String> during = locks();
                        reads.countDown();
                        await(mayEnd);
                        assertEquals(during, locks());
                        assertTrue(during.size() > before.size(), during.toString());
                        return during;
                      }));
      reads.await();
      List<Thread> writing = new ArrayList<>();
      CountDownLatch began = new CountDownLatch(1);
      Future<?> write =
          threads.submit(
              () -> {
                writing.add(Thread.currentThread());
                began.countDown();
                insert(writer, "d");
                return null;
              });
      began.await();
      while (writing.get(0).getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      mayEnd.countDown();
      read.get();
      write.get();
      assertEquals(List.of("d"), datasets(reader));
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The POSIX locks that this process has on the catalog (proc(5)). */
  private List<String> locks() throws IOException {
    String inode = ":" + Files.getAttribute(catalog(), "unix:ino") + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .filter(lock -> lock.contains(inode) && lock.contains("READ"))
        .map(lock -> lock.substring(lock.indexOf("POSIX")))
        .sorted()
        .toList();
  }

  @Test
  void writeAheadLogIsTakenAwayByTheNextCommand() throws Exception {
    try (CatalogConnection connection = connection()) {
      insert(connection, "d");
      try (Connection shell = shell()) {
        sql(shell, "pragma journal_mode = wal");
        sql(shell, "insert into dataset (name) values ('e')");
      }
      assertEquals(List.of("d", "e"), datasets(connection));
    }
    try (Connection shell = shell()) {
      assertEquals(List.of("delete"), TestCatalog.rows(shell, "pragma journal_mode"));
    }
  }

  @Test
  void writeAheadLogIsTakenAwayOnAFileSystemOfThisMachineToo() throws Exception {
    TestCatalog.in(directory).close();
    try (Connection shell = shell()) {
      sql(shell, "pragma journal_mode = wal");
    }
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      assertEquals(List.of("delete"), catalog.rows("pragma journal_mode"));
    }
  }

  @Test
  void catalogThatIsOpenWithAWriteAheadLogIsBusy() throws Exception {
    try (CatalogConnection connection = connection();
        Connection shell = shell()) {
      sql(shell, "pragma journal_mode = wal");
      sql(shell, "select 1 from dataset");
      CatalogBusyException busy =
          assertThrows(CatalogBusyException.class, () -> insert(connection, "d"));
      assertTrue(busy.getMessage().contains("locked"), busy.getMessage());
    }
  }

  @Test
  void lookingAtACatalogChangesNoJournalMode() throws Exception {
    TestCatalog.in(directory).close();
    try (Connection shell = shell()) {
      sql(shell, "pragma journal_mode = wal");
    }
    CatalogException wal =
        assertThrows(
            CatalogException.class,
            () -> Catalog.openUnchanged(new CacheDirectory(directory), TestCatalog.CLOCK));
    assertTrue(wal.getMessage().endsWith("to mend that: slurm-gen -C " + directory + " list"));
    try (Connection shell = shell()) {
      assertEquals(List.of("wal"), TestCatalog.rows(shell, "pragma journal_mode"));
    }
  }
}
