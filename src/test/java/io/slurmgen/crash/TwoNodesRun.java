package io.slurmgen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.TwoMounts;
import io.slurmgen.layout.CacheDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Processes on two nodes that run commands on one directory, each as fast as it can. The {@link
 * Model} says what there must be afterwards; that is read where the volume has it on disk, past the
 * nodes' caches.
 */
final class TwoNodesRun implements Closeable {

  private static final int WORKERS_OF_A_NODE = 2;
  private static final int ONE_IN_VERIFIES = 12;

  /** How long the last commands may take, which wait for each other. */
  private static final int PATIENCE_SECONDS = 120;

  private final TwoMounts mounts;
  private final FastJava java;
  private final CacheDirectory cache;
  private final CacheDirectory stored;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private TwoNodesRun(TwoMounts mounts, FastJava java) {
    this.mounts = mounts;
    this.java = java;
    this.cache = new CacheDirectory(mounts.shared().resolve("user"));
    this.stored = new CacheDirectory(mounts.stored().resolve("user"));
  }

  /** Starts the nodes in a directory that is not there yet, and the processes on them. */
  static TwoNodesRun start(Path directory, TwoMounts.Kept kept, FastJava java)
      throws IOException, InterruptedException {
    TwoNodesRun run = new TwoNodesRun(TwoMounts.start(directory, kept), java);
    Files.createDirectory(run.cache.user());
    try (var source = TwoNodesRun.class.getResourceAsStream("Datasets.java")) {
      Files.copy(source, run.cache.user().resolve("Datasets.java"));
    }
    for (int i = 0; i < WORKERS_OF_A_NODE; i++) {
      run.workers.add(LoopWorker.start(java, run.mounts.on(1)));
      run.workers.add(LoopWorker.start(java, run.mounts.on(2)));
    }
    return run;
  }

  /**
   * Lets all processes work for so long and checks what they leave.
   *
   * @param mayRefuse which answers are right besides those of a machine that is alone; such a
   *     command has done all that it was to do, something of it, or nothing
   * @return a line about what was done
   */
  String play(int seconds, long seed, BiPredicate<Request, Answer> mayRefuse) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<List<Done>>> futures = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      Random random = new Random(seed + i);
      futures.add(threads.submit(() -> play(worker, random, end, mayRefuse)));
    }
    List<Done> done = new ArrayList<>();
    for (Future<List<Done>> future : futures) {
      done.addAll(future.get(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    check(done);
    long refused = done.stream().filter(Done::isOpen).count();
    return "%d commands, %d refused, %d samples, %.1f commits/s"
        .formatted(
            done.size(), refused, Snapshot.read(stored).samples(), (double) commits() / seconds);
  }

  private List<Done> play(
      Worker worker, Random random, long end, BiPredicate<Request, Answer> mayRefuse)
      throws IOException, InterruptedException {
    List<Done> done = new ArrayList<>();
    for (Request request = Round.generate(random);
        System.nanoTime() < end;
        request = draw(random)) {
      worker.begin(request.words(cache.user()));
      Answer answer = worker.await().orElseThrow();
      boolean isRefused = mayRefuse.test(request, answer);
      Done one = new Done(request, isRefused ? Optional.empty() : Optional.of(answer));
      assertTrue(isRefused || request.mayEndWith(answer) && !answer.isUnfit(), one::toString);
      done.add(one);
    }
    return done;
  }

  private static Request draw(Random random) {
    return random.nextInt(ONE_IN_VERIFIES) == 0
        ? new Request(Request.Verb.VERIFY, 0, 0, "")
        : Round.any(random);
  }

  private void check(List<Done> done) throws Exception {
    try (Worker fresh = LoopWorker.start(java)) {
      must(fresh, stored, "status"); // which records what waits in segments
      must(fresh, stored, "verify");
    }
    assertEquals(List.of("ok"), Snapshot.integrity(stored));
    Snapshot snapshot = Snapshot.read(stored);
    Model model = new Model();
    model.check(done, snapshot);
    model.checkJournal(JournalledMove.read(stored), 0);
    LoadedSamples.check(stored.user(), snapshot);
  }

  /** Both nodes must say, by processes that have just started, that all is as recorded. */
  void checkFromBothNodes() throws Exception {
    List<String> lists = new ArrayList<>();
    for (int node = 1; node <= 2; node++) {
      try (Worker fresh = LoopWorker.start(java, mounts.on(node))) {
        must(fresh, cache, "verify");
        lists.add(must(fresh, cache, "list", "--json").out());
      }
    }
    assertEquals(lists.get(0), lists.get(1));
  }

  private Answer must(Worker worker, CacheDirectory directory, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("-C", directory.user().toString()));
    all.addAll(List.of(words));
    worker.begin(all);
    Future<Optional<Answer>> answering = threads.submit(worker::await);
    Answer answer = answering.get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
    assertTrue(answer.exitCode() == 0 && !answer.isUnfit(), () -> words[0] + ": " + answer);
    return answer;
  }

  /** SQLite counts them in the file (https://sqlite.org/fileformat2.html#file_change_counter). */
  private int commits() throws IOException {
    try (FileChannel file = FileChannel.open(stored.catalog())) {
      ByteBuffer counter = ByteBuffer.allocate(Integer.BYTES);
      file.read(counter, 24);
      return counter.getInt(0);
    }
  }

  @Override
  public void close() throws IOException {
    workers.forEach(Worker::close);
    threads.shutdownNow();
    mounts.close();
  }
}
