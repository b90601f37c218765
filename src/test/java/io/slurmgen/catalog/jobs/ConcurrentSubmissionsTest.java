package io.slurmgen.catalog.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.ChildJvm;
import io.slurmgen.catalog.SubmitMain;
import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentSubmissionsTest {

  @TempDir Path directory;

  /** Every index was handed out once, from 0 on without a gap. */
  private void assertDealtOutOnce(int submitters) throws Exception {
    long samples = (long) submitters * SubmitMain.TIMES * SubmitMain.SAMPLES;
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      List<IndexRange> ranges =
          catalog.all().stream()
              .flatMap(submission -> submission.jobs().stream())
              .flatMap(job -> job.ranges().ranges().stream())
              .toList();
      assertEquals(samples, ranges.stream().mapToLong(IndexRange::samples).sum());
      assertEquals(List.of(new IndexRange(0, samples)), new IndexRanges(ranges).ranges());
      assertEquals(1, catalog.catalog.counts().all().size());
    }
  }

  @Test
  void threadsOfOneCatalogSubmitAtOnce() throws Exception {
    try (TestCatalog shared = TestCatalog.in(directory)) {
      inThreads(() -> submit(shared), () -> submit(shared));
    }
    assertDealtOutOnce(2);
  }

  @Test
  void catalogsOfOneProcessSubmitAtOnce() throws Exception {
    try (TestCatalog one = TestCatalog.in(directory);
        TestCatalog two = TestCatalog.in(directory)) {
      inThreads(() -> submit(one), () -> submit(two));
    }
    assertDealtOutOnce(2);
  }

  private static Void submit(TestCatalog catalog) throws Exception {
    SubmitMain.submit(catalog);
    return null;
  }

  private static void inThreads(Callable<Void> one, Callable<Void> two) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Void>> ended =
          List.of(
              pool.submit(
                  () -> {
                    start.await();
                    return one.call();
                  }),
              pool.submit(
                  () -> {
                    start.await();
                    return two.call();
                  }));
      for (Future<Void> end : ended) {
        end.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void processesSubmitAtOnce() throws Exception {
    try (ChildJvm one = ChildJvm.start(SubmitMain.class, directory);
        ChildJvm two = ChildJvm.start(SubmitMain.class, directory)) {
      assertEquals("ready", one.readLine());
      assertEquals("ready", two.readLine());
      one.tell("go");
      two.tell("go");
      assertEquals(0, one.exitCode());
      assertEquals(0, two.exitCode());
    }
    assertDealtOutOnce(2);
  }
}
