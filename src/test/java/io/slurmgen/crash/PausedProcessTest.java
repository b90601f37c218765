package io.slurmgen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.Signals;
import io.slurmgen.cli.Checkout;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that stand still for a while, as on a node that swaps or in a stopped job. {@code
 * -Dpause.seconds=60} lets those that hold nothing stand still for longer.
 */
@Tag("slow")
class PausedProcessTest {

  private static final long PAUSE_SECONDS = Long.getLong("pause.seconds", 3);

  /** Takes some seconds. */
  private static final int MANY = 20_000;

  @TempDir private static Path prepared;
  private static FastJava java;
  @TempDir private Path folder;
  private final List<Worker> workers = new ArrayList<>();
  private Signals signals;
  private CacheDirectory cache;

  @BeforeAll
  static void prepareJava() throws Exception {
    Checkout checkout = Checkout.complete(prepared.resolve("checkout"));
    java = FastJava.prepare(checkout, prepared.resolve("java"));
  }

  @BeforeEach
  void prepare() throws Exception {
    signals = Signals.open();
    cache = new CacheDirectory(Files.createDirectory(folder.resolve("user")));
    try (var source = PausedProcessTest.class.getResourceAsStream("Datasets.java")) {
      Files.copy(source, cache.user().resolve("Datasets.java"));
    }
  }

  @AfterEach
  void end() {
    workers.forEach(Worker::close);
    signals.close();
  }

  private Worker worker() throws IOException {
    Worker worker = LoopWorker.start(java);
    workers.add(worker);
    return worker;
  }

  private void begin(Worker worker, Request request) throws IOException {
    worker.begin(request.words(cache.user()));
  }

  private static CompletableFuture<Answer> answer(Worker worker) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return worker.await().orElseThrow();
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private Answer run(Worker worker, Request request) throws Exception {
    begin(worker, request);
    return answer(worker).get();
  }

  private void must(Worker worker, Request request) throws Exception {
    Answer answer = run(worker, request);
    assertTrue(answer.exitCode() == 0 && !answer.isUnfit(), answer::toString);
  }

  private static Request generate(int samples) {
    return new Request(Request.Verb.GENERATE, 0, samples, "1");
  }

  private static Request move(int samples) {
    return new Request(Request.Verb.MOVE, 0, samples, "a");
  }

  private static Request look(Request.Verb verb) {
    return new Request(verb, 0, 0, "");
  }

  private long recorded() throws Exception {
    return Snapshot.read(cache).samples();
  }

  private void checkAll(long samples) throws Exception {
    Snapshot snapshot = Snapshot.read(cache);
    assertEquals(samples, snapshot.samples());
    LoadedSamples.check(cache.user(), snapshot);
  }

  /** Stops a process at a moment; where it has gone on meanwhile, it goes on and is tried again. */
  private void pauseAt(Worker worker, Moment moment, Kill.Trigger trigger) throws Exception {
    Signs signs = new Signs(cache, worker.pid());
    while (true) {
      while (!signs.have(trigger)) {
        Thread.onSpinWait();
      }
      signals.pause(worker.pid());
      if (Moment.of(worker.pid(), cache) == moment) {
        return;
      }
      signals.resume(worker.pid());
    }
  }

  @Test
  void processThatHoldsNothingHindersNobodyAndGoesOn() throws Exception {
    Worker paused = worker();
    begin(paused, generate(MANY));
    CompletableFuture<Answer> answer = answer(paused);
    Await.until("samples are recorded", () -> recorded() > 0);
    pauseAt(paused, Moment.OUTSIDE_THE_CATALOG, Kill.Trigger.TIME);
    long before = recorded();
    long end = System.nanoTime() + Duration.ofSeconds(PAUSE_SECONDS).toNanos();
    Worker other = worker();
    int rounds = 0;
    while (rounds == 0 || System.nanoTime() < end) {
      must(other, generate(10));
      must(other, move(1));
      Answer status = run(other, look(Request.Verb.STATUS));
      assertTrue(status.out().contains("running"), status::toString);
      assertFalse(status.out().contains("lost"), status::toString);
      rounds++;
    }
    assertEquals(before + 10L * rounds, recorded());
    assertFalse(answer.isDone());
    signals.resume(paused.pid());
    assertEquals(0, answer.get().exitCode(), () -> answer.join().toString());
    checkAll(MANY + 10L * rounds);
  }

  @Test
  void whoWaitsInVainForAProcessPausedInACommitIsToldWhichAndJobsRecordLater() throws Exception {
    Worker mover = worker();
    must(mover, generate(200));
    Worker generating = worker();
    begin(generating, generate(MANY));
    CompletableFuture<Answer> generated = answer(generating);
    Await.until("samples are recorded", () -> recorded() > 200);
    int moves = moveUntilPaused(mover);
    CompletableFuture<Answer> moved = answer(mover);

    Answer list = run(worker(), look(Request.Verb.LIST));
    assertEquals(1, list.exitCode(), list::toString);
    assertEquals(
        "slurm-gen: process %d, which is stopped (kill -CONT %d lets it go on), keeps catalog %s locked; try again\n"
            .formatted(mover.pid(), mover.pid(), cache.catalog()),
        list.err());
    assertFalse(generated.isDone());

    signals.resume(mover.pid());
    assertEquals(0, moved.get().exitCode(), () -> moved.join().toString());
    Answer answer = generated.get();
    assertEquals(0, answer.exitCode(), answer::toString);
    assertTrue(
        answer.err().contains("samples stay in their segments and are recorded later"),
        answer::toString);
    checkAll(200 + MANY);
    assertEquals(moves, Snapshot.read(cache).sets().get(0).moves().size());
  }

  /**
   * Moves single samples until it stands still in a commit; returns how many it will have moved.
   */
  private int moveUntilPaused(Worker mover) throws Exception {
    for (int moves = 1; ; moves++) {
      begin(mover, move(1));
      Optional<Answer> answer = pauseInCommit(mover);
      if (answer.isEmpty()) {
        return moves;
      }
      assertEquals(0, answer.get().exitCode(), answer::toString);
    }
  }

  /** Empty when it stands still; else its answer. */
  private Optional<Answer> pauseInCommit(Worker mover) throws Exception {
    long last = Snapshot.read(cache).sets().get(0).moves().size();
    while (!Moment.isWriting(mover.pid(), cache)) {
      if (JournalledMove.last(cache) > last) {
        return mover.await();
      }
    }
    signals.pause(mover.pid());
    if (Moment.of(mover.pid(), cache) == Moment.COMMITTING) {
      return Optional.empty();
    }
    signals.resume(mover.pid());
    return mover.await();
  }
}
