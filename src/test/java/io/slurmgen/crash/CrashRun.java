package io.slurmgen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.FileLocks;
import io.slurmgen.Signals;
import io.slurmgen.cli.Checkout;
import io.slurmgen.layout.CacheDirectory;
import java.io.Closeable;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Rounds of commands and kills in one cache directory after the other. After each round a process
 * that has just started looks at what there is, and the {@link Model} says what there must be.
 */
final class CrashRun implements Closeable {

  private static final int ROUNDS_OF_A_DIRECTORY = 10;

  /** In others the classes are compiled already, as that takes most of the first second. */
  private static final int ONE_IN_COMPILED = 4;

  private static final int PATIENCE_SECONDS = 100;

  private final Path folder;
  private final Random random;
  private final Checkout checkout;
  private final Site site;
  private final FastJava java;
  private final Signals signals;
  private final Tally tally = new Tally();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker> spares = new ArrayList<>();
  private int rounds;
  private CacheDirectory cache;
  private CacheDirectory stored;
  private Model model;
  private Damage damage;

  private CrashRun(
      Path folder, Site site, Random random, Checkout checkout, FastJava java, Signals signals) {
    this.folder = folder;
    this.site = site;
    this.random = random;
    this.checkout = checkout;
    this.java = java;
    this.signals = signals;
  }

  /** Starts the processes. */
  static CrashRun start(Path folder, Site site, long seed, int workers)
      throws IOException, InterruptedException {
    Checkout checkout = Checkout.complete(folder.resolve("checkout"));
    FastJava java = FastJava.prepare(checkout, folder.resolve("java"));
    CrashRun run = new CrashRun(folder, site, new Random(seed), checkout, java, Signals.open());
    for (int i = 0; i < workers; i++) {
      run.workers.add(run.start(site.host(i)));
    }
    for (int host = 0; host < site.hosts().size(); host++) {
      run.spares.add(run.start(host));
    }
    return run;
  }

  private Worker start(int host) throws IOException {
    return LoopWorker.start(java, site.hosts().get(host));
  }

  /** Goes on until so many processes were killed in the middle of commands. */
  Tally run(int kills) throws Exception {
    while (tally.kills() < kills) {
      Round round = draw();
      try {
        run(round);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("round %d, %s: %s".formatted(rounds, round, e), e);
      }
      rounds++;
    }
    return tally;
  }

  private Round draw() {
    Round round = Round.draw(random, workers.size(), rounds % ROUNDS_OF_A_DIRECTORY == 0);
    return site.showsLocks() ? round : round.withoutSignsOfLocks(random);
  }

  private void run(Round round) throws Exception {
    if (round.isFirst()) {
      nextDirectory();
    }
    List<Done> done = play(round);
    done.forEach(CrashRun::checkAnswer);
    check(round, done);
  }

  private void nextDirectory() throws IOException {
    int number = rounds / ROUNDS_OF_A_DIRECTORY;
    Path next = Files.createDirectory(site.shared().resolve("user " + number));
    try (var source = CrashRun.class.getResourceAsStream("Datasets.java")) {
      Files.copy(source, next.resolve("Datasets.java"));
    }
    CacheDirectory last = cache;
    cache = new CacheDirectory(next);
    stored = new CacheDirectory(site.stored().resolve(next.getFileName()));
    if (number % ONE_IN_COMPILED != 0) {
      Files.createDirectories(cache.root());
      Folders.copy(last.classes(), cache.classes());
    }
    if (last != null) {
      Folders.delete(last.user());
    }
    model = new Model();
    damage = new Damage(false, false, false, 0, 0);
  }

  /** All workers at the same time. */
  private List<Done> play(Round round) throws Exception {
    List<Future<List<Done>>> futures = new ArrayList<>();
    LauncherWorker launcher = new LauncherWorker(checkout, folder);
    for (int i = 0; i < workers.size(); i++) {
      int worker = i;
      Worker process = worker == 0 && round.isLaunched() ? launcher : workers.get(worker);
      futures.add(threads.submit(() -> play(round, worker, process)));
    }
    List<Done> done = new ArrayList<>();
    for (Future<List<Done>> future : futures) {
      done.addAll(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return done;
  }

  private List<Done> play(Round round, int worker, Worker process) throws Exception {
    List<Done> done = new ArrayList<>();
    Optional<Kill> kill = round.killOf(worker);
    List<Request> requests = round.requests().get(worker);
    for (int i = 0; i < requests.size(); i++) {
      boolean isLast = kill.isPresent() && kill.get().request() == i;
      done.add(play(requests.get(i), process, isLast ? kill : Optional.empty()));
      if (isLast) {
        return done;
      }
    }
    return done;
  }

  private Done play(Request request, Worker process, Optional<Kill> kill) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    process.begin(request.words(cache.user()));
    Optional<Future<Moment>> killed =
        kill.map(
            how ->
                threads.submit(
                    () -> new Executioner(stored, signals).kill(process, how, isOver::get)));
    Optional<Answer> answer = process.await();
    isOver.set(true);
    if (killed.isPresent()) {
      tally.killed(killed.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    Done done = new Done(request, answer);
    if (answer.isPresent()) {
      tally.ended(done);
    }
    return done;
  }

  private static void checkAnswer(Done done) {
    if (done.answer().isPresent()) {
      Answer answer = done.answer().get();
      assertTrue(done.request().mayEndWith(answer) && !answer.isUnfit(), done::toString);
    }
  }

  /** A spare process has done nothing yet; after the check it takes the place of a victim. */
  private void check(Round round, List<Done> done) throws Exception {
    assertFalse(
        Files.exists(stored.lock()) && FileLocks.now().areHeld(FileLocks.inode(stored.lock())),
        "a lock stays behind");
    assertFalse(Files.exists(stored.root().resolve(".repair")), "repair has removed rows");
    Damage now = Damage.find(stored);
    must("status");
    must("list", "--json");
    verify(now.journalIsBehind());
    Snapshot snapshot = Snapshot.read(stored);
    tally.left(damage, now, snapshot.samples() - now.samples());
    damage = now;
    model.check(done, snapshot);
    model.checkJournal(JournalledMove.read(stored), now.journalIsBehind() ? killedMovers(done) : 0);
    LoadedSamples.check(stored.user(), snapshot);
    replace(round);
  }

  private static int killedMovers(List<Done> done) {
    return Math.max(1, (int) done.stream().filter(Done::isOpen).count());
  }

  private void must(String... words) throws Exception {
    Answer answer = run(words);
    assertTrue(answer.exitCode() == 0 && !answer.isUnfit(), () -> words[0] + ": " + answer);
  }

  /** A move that its process could not journal any more is all that may be found. */
  private void verify(boolean isJournalBehind) throws Exception {
    Answer verified = run("verify");
    boolean isRight =
        isJournalBehind
            ? verified.exitCode() == 1
                && verified.out().lines().limit(1).allMatch(line -> line.contains("moves.journal"))
            : verified.exitCode() == 0;
    assertTrue(isRight && !verified.isUnfit(), verified::toString);
  }

  private Answer run(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("-C", cache.user().toString()));
    all.addAll(List.of(words));
    Worker spare = spares.get(rounds % spares.size());
    spare.begin(all);
    Future<Optional<Answer>> answering = threads.submit(spare::await);
    return answering.get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
  }

  private void replace(Round round) throws IOException {
    for (Kill kill : round.kills()) {
      if (kill.worker() > 0 || !round.isLaunched()) {
        int host = site.host(kill.worker());
        workers.get(kill.worker()).close();
        workers.set(kill.worker(), spares.get(host));
        spares.set(host, start(host));
      }
    }
    assertEquals(workers.size(), workers.stream().distinct().count());
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
    spares.forEach(Worker::close);
    signals.close();
    threads.shutdownNow();
  }
}
