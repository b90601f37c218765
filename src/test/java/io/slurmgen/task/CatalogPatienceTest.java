package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import io.slurmgen.disk.LockMain;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.sqlite.CatalogBusyException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogPatienceTest {
  private static final Duration SHORT_TRY = Duration.ofMillis(1);

  @TempDir Path directory;
  private TaskBench bench;
  private AttemptStart start;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() throws IOException {
    bench = TaskBench.in(directory);
    long submission = bench.submit(10, 1).id();
    start = new AttemptStart(submission, 0, "node", Optional.empty(), Optional.empty(), "code");
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private AttemptRow start(CatalogPatience patience) {
    try {
      return patience.start(bench.catalog, start);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void taskStartsWhenTheCatalogIsFreeHoweverManyTriesThatTakes() throws Exception {
    CatalogPatience patience = CatalogPatience.of(Duration.ofHours(1), SHORT_TRY, said::add);
    try (ChildJvm holder = ChildJvm.start(LockMain.class, bench.catalog.directory().lock())) {
      holder.readLine();
      CompletableFuture<AttemptRow> started = CompletableFuture.supplyAsync(() -> start(patience));
      String line = said.take();
      assertTrue(line.endsWith(".slurm_cache.lock locked: waiting for it"), line);
      holder.tell("");
      assertEquals(1, started.get().number());
    }
    assertEquals(0, said.size());
  }

  @Test
  void patienceEnds() throws Exception {
    CatalogPatience patience = CatalogPatience.of(Duration.ZERO, SHORT_TRY, said::add);
    try (ChildJvm holder = ChildJvm.start(LockMain.class, bench.catalog.directory().lock())) {
      holder.readLine();
      assertThrows(CatalogBusyException.class, () -> patience.start(bench.catalog, start));
    }
    assertEquals(0, said.size());
  }
}
