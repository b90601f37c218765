package io.slurmgen.upkeep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.Rebuild;
import io.slurmgen.sqlite.StaleViewException;
import io.slurmgen.task.TaskBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose cache outlives an open keeps the catalog as it was. */
@RequiresTwoMounts
class StaleCatalogTest {

  @TempDir private Path directory;
  private TwoMounts mounts;
  private Path there;
  private CacheDirectory here;

  @BeforeEach
  void mount() throws Exception {
    mounts = TwoMounts.start(directory.resolve("nodes"), TwoMounts.Kept.ALL);
    there = mounts.shared();
    here = new CacheDirectory(mounts.sharedByNode2());
    generate();
  }

  @AfterEach
  void unmount() throws IOException {
    mounts.close();
  }

  /** Lets node 1 make 20 more samples, in one segment. */
  private void generate() {
    try (TaskBench bench = TaskBench.in(there)) {
      SubmissionRow submission = bench.submit(20, 1);
      bench.run(submission, 0, TaskBench.recipe(20, TaskBench::sample));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets node 2 see that all is well, and keep what it has seen. */
  private void verifyHere() throws IOException {
    try (Catalog catalog = openHere()) {
      assertEquals(List.of(), Verification.run(catalog, bytes -> {}).diagnoses());
    }
  }

  private Catalog openHere() throws IOException {
    return Catalog.openUnchanged(here, Clock.systemUTC()).orElseThrow();
  }

  /** The new segment is of a job that the kept catalog does not know. */
  @Test
  void whatAnOldStateDoesNotKnowIsNoFinding() throws IOException {
    verifyHere();
    AtomicInteger generated = new AtomicInteger();
    try (Catalog catalog = openHere()) {
      assertThrows(
          StaleViewException.class,
          () ->
              Verification.run(
                  catalog,
                  bytes -> {
                    if (generated.getAndIncrement() == 0) {
                      generate();
                    }
                  }));
    }
    assertTrue(generated.get() > 0);
  }

  @Test
  void noCatalogIsMadeAnewBesideAnOldState() throws IOException {
    verifyHere();
    generate();
    byte[] before = Files.readAllBytes(mounts.stored().resolve(".slurm_cache.sqlite"));
    assertThrows(StaleViewException.class, () -> Rebuild.run(here, Clock.systemUTC(), true));
    assertArrayEquals(before, Files.readAllBytes(mounts.stored().resolve(".slurm_cache.sqlite")));
  }
}
