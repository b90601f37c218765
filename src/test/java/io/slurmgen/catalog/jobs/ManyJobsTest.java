package io.slurmgen.catalog.jobs;

import static io.slurmgen.catalog.TestCatalog.more;
import static io.slurmgen.catalog.TestCatalog.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.check.JournalRepair;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/** What commands ask for does not take longer the more has been done. */
class ManyJobsTest {

  private static final int FEW = 300;
  private static final int MANY = 30_000;
  private static final int JOBS_OF_A_SUBMISSION = 100;

  @TempDir Path directory;

  private interface Question {
    void ask(CatalogConnection catalog) throws Exception;
  }

  /** The steps of SQLite's virtual machine, in a catalog with that many jobs that are done. */
  private long steps(int jobs, Question question) throws Exception {
    Path place = directory.resolve(jobs + "-" + System.nanoTime());
    place.toFile().mkdir();
    fill(place, jobs);
    AtomicLong steps = new AtomicLong();
    try (CatalogConnection catalog =
        CatalogConnection.open(
            new CacheDirectory(place),
            TestCatalog.CLOCK,
            Duration.ofSeconds(30),
            MoveJournal::refuseOlderCatalog)) {
      ProgressHandler.setHandler(
          catalog.jdbc(),
          1,
          new ProgressHandler() {
            @Override
            protected int progress() {
              steps.incrementAndGet();
              return 0;
            }
          });
      question.ask(catalog);
    }
    return steps.get();
  }

  /** One unfinished submission, then many that are done, each job with a segment of its own. */
  private static void fill(Path place, int jobs) throws Exception {
    try (TestCatalog catalog = TestCatalog.in(place)) {
      SubmissionRow open = catalog.submit(20, 2);
      catalog.recordAll(catalog.start(open, 0), 5);
      catalog.sql(
          """
          create temp table n as with recursive c (i) as
            (select 0 union all select i + 1 from c where i + 1 < %1$d) select i from c;
          insert into submission select 2 + i, 1, null, 'local', %2$d, 'code', 'node', 42, 1, 1
            from n where i < %1$d / %2$d;
          insert into job (id, submission_id, number, state, attempt)
            select 3 + i, 2 + i / %2$d, i %% %2$d, 'done', 1 from n;
          insert into job_range select 3 + i, 20 + i, 1 from n;
          insert into attempt (job_id, number, node, code_hash, started_ms, samples, chunks)
            select 3 + i, 1, 'node', 'code', 1, 1, 1 from n;
          insert into segment select 3 + i, 1, null, 3 + i, 1, 'x' || i, 20 + i, 1, 900 from n;
          insert into sample_range select 1, 20, %1$d, 1, null;
          """
              .formatted(jobs, JOBS_OF_A_SUBMISSION));
      JournalRepair.run(catalog.catalog); // as each submission does
    }
  }

  private void assertSteady(Question question) throws Exception {
    long few = steps(FEW, question);
    long many = steps(MANY, question);
    assertTrue(few > 0 && many < 2 * few, () -> few + " steps became " + many);
  }

  @Test
  void unfinishedSubmissionsAreFoundAmongMany() throws Exception {
    assertSteady(catalog -> assertEquals(1, new Submissions(catalog).active().size()));
    assertSteady(catalog -> assertEquals(1, new Submissions(catalog).unfinished().size()));
  }

  @Test
  void newestSubmissionIsFoundAmongMany() throws Exception {
    assertSteady(catalog -> assertTrue(new Submissions(catalog).newest().isPresent()));
  }

  @Test
  void countsAndVersionsOfTheCodeAreReadyToBeListed() throws Exception {
    assertSteady(catalog -> assertEquals(1, new Counts(catalog).all().get(0).codes()));
  }

  @Test
  void submittingLooksAtWhatIsUnfinished() throws Exception {
    assertSteady(
        catalog ->
            assertTrue(new Submissions(catalog).create(wanted("d", 0, more(10), 2)).isPresent()));
  }
}
