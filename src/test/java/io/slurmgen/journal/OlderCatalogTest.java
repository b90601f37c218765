package io.slurmgen.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.check.Finding;
import io.slurmgen.check.Integrity;
import io.slurmgen.check.JournalRepair;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.LockedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of a catalog that is older than its journal: every change, and nothing else. */
class OlderCatalogTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private SubmissionRow submission;
  private AttemptRow attempt;

  @BeforeEach
  void putBack() throws IOException {
    catalog = TestCatalog.in(directory);
    catalog.generate(100, 10);
    submission = catalog.submit(50, 2);
    attempt = catalog.start(submission, 0);
    Path backup = Files.copy(catalog.catalog.directory().catalog(), directory.resolve("backup"));
    catalog.submit(10, 1);
    catalog.close();
    Files.copy(backup, catalog.catalog.directory().catalog(), StandardCopyOption.REPLACE_EXISTING);
    catalog = TestCatalog.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  private static void assertRefused(Executable change) {
    assertThrows(OlderCatalogException.class, change);
  }

  @Test
  void everyChangeIsRefused() throws Exception {
    List<String> before = catalog.dump();
    assertRefused(() -> catalog.submit(10, 1));
    assertRefused(() -> catalog.catalog.groups().move(submission.paramSet().id(), 10, "train"));
    assertRefused(() -> catalog.start(submission, 0));
    assertRefused(() -> catalog.record(new TestSegment(attempt, 0, 100).chunks(20, 10)));
    assertRefused(() -> catalog.catalog.attempts().end(attempt, JobEnd.done()));
    assertRefused(
        () -> catalog.catalog.jobEnds().end(submission, Set.of(JobState.RUNNING), JobEnd.done()));
    assertRefused(
        () ->
            catalog
                .catalog
                .jobEnds()
                .setUnseen(Map.of(submission.jobs().get(0), Optional.of(Instant.EPOCH))));
    assertRefused(() -> LockedCatalog.whileLocked(catalog.catalog, LockedCatalog::recordedBytes));
    assertRefused(() -> JournalRepair.run(catalog.catalog));
    assertEquals(before, catalog.dump());
  }

  @Test
  void itCanBeReadAndSaysThatItIsOlder() throws Exception {
    assertEquals(100, catalog.group("raw").samples());
    assertTrue(catalog.catalog.olderThanJournal().isPresent());
    assertTrue(
        Integrity.of(catalog.catalog).check().stream()
            .map(Finding::text)
            .anyMatch("has submission 3, of d 0, which the catalog lacks"::equals));
  }
}
