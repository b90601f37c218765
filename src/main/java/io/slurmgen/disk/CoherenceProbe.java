package io.slurmgen.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A trial between two nodes of what a catalog on a shared file system needs: a POSIX lock that one
 * of them holds keeps the other one out, and who has the lock and opens a file sees what the other
 * one wrote into it before.
 *
 * <p>One side, the host, makes a folder and holds the lock in it until the other one, the guest,
 * has said whether it is kept out. Then they take turns: under the lock, a side opens a file of
 * several pages anew, reads them through the cache, and once they are of the turn before, fills
 * them with the number of its own, forces them, and announces the turn by a new name in the folder.
 * Who has seen the name and then, under the lock, older pages has a stale view. Without the name,
 * older pages only mean that it is not the turn yet.
 *
 * <p>Files of another node can only be polled; each look takes the lock and reads four pages, a
 * hundredth of a second after the last one. Each wait is bounded. For one thread a side.
 */
public final class CoherenceProbe {

  /** The host takes the odd ones. */
  static final int TURNS = 50;

  private static final Duration TURN_PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final String REFUSED = "refused";
  private static final String ENTERED = "entered";

  private final Path folder;
  private final ProbePages pages;
  private final Path lock;
  private final Duration turnPatience;

  CoherenceProbe(Path folder, Path pages, Path lock, Duration turnPatience) {
    this.folder = folder;
    this.pages = new ProbePages(pages);
    this.lock = lock;
    this.turnPatience = turnPatience;
  }

  /**
   * The probe that two sides play in a folder.
   *
   * @param folder of this probe alone; the host makes and removes it
   */
  public static CoherenceProbe in(Path folder) {
    return new CoherenceProbe(
        folder, folder.resolve("pages"), folder.resolve("lock"), TURN_PATIENCE);
  }

  /**
   * How it ended.
   *
   * @param verdict what it says of the file system
   * @param partner the other side's node, empty where nobody came
   * @param detail what was seen, one line for people
   */
  public record Outcome(CoherenceVerdict verdict, String partner, String detail) {}

  /**
   * Makes the folder and waits for a guest from now on.
   *
   * @throws IOException if it cannot be made or its lock cannot be had
   */
  public Host invite() throws IOException {
    Files.createDirectories(folder);
    pages.create();
    Files.createFile(answer());
    return new Host(lock(turnPatience).orElseThrow(() -> new IOException(lock + " is not free")));
  }

  /** The side that makes the folder. Closing it removes the folder, and ends the probe. */
  public final class Host implements Closeable {
    private Optional<InterProcessLock.Held> held;

    private Host(InterProcessLock.Held held) {
      this.held = Optional.of(held);
    }

    /**
     * Plays with the first guest that comes.
     *
     * @param patience how long to wait for one
     */
    public Outcome play(Duration patience) throws IOException, InterruptedException {
      Optional<String[]> answer = awaitAnswer(patience);
      release();
      if (answer.isEmpty()) {
        return new Outcome(
            CoherenceVerdict.NO_PARTNER, "", "no task came within " + patience.toSeconds() + " s");
      }
      String partner = answer.get()[1];
      if (!answer.get()[0].equals(REFUSED)) {
        return new Outcome(
            CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE,
            partner,
            "a lock that was held here did not keep " + partner + " out");
      }
      return takeTurns(1, partner);
    }

    private Optional<String[]> awaitAnswer(Duration patience)
        throws IOException, InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      do {
        String answer = Files.readString(answer());
        if (answer.endsWith("\n")) {
          return Optional.of(answer.strip().split(" ", 2));
        }
        Thread.sleep(LOOK.toMillis());
      } while (System.nanoTime() < deadline);
      return Optional.empty();
    }

    private void release() throws IOException {
      if (held.isPresent()) {
        held.get().close();
        held = Optional.empty();
      }
    }

    @Override
    public void close() throws IOException {
      release();
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  /**
   * Plays the guest, where a host waits for one and no other guest was quicker.
   *
   * @param node the name of this node
   * @return how it ended as seen from here, empty where there is nothing to play
   */
  public Optional<Outcome> join(String node) throws IOException, InterruptedException {
    try {
      Files.createFile(folder.resolve("guest"));
    } catch (NoSuchFileException | FileAlreadyExistsException nothingToPlay) {
      return Optional.empty();
    }
    try {
      boolean isKeptOut = isKeptOut();
      Files.writeString(
          answer(), (isKeptOut ? REFUSED : ENTERED) + " " + node + "\n", StandardOpenOption.WRITE);
      return Optional.of(
          isKeptOut
              ? takeTurns(2, "the host")
              : new Outcome(
                  CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE,
                  "the host",
                  "the lock that the host holds did not keep this node out, or the host is gone"));
    } catch (NoSuchFileException hostHasLeft) {
      return Optional.of(silent("the host"));
    }
  }

  /** A node that cannot lock at all is told as one that is not kept out. */
  private boolean isKeptOut() throws IOException {
    Optional<InterProcessLock.Held> held;
    try {
      held = lock(Duration.ZERO);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException noLocks) {
      return false;
    }
    if (held.isPresent()) {
      held.get().close();
    }
    return held.isEmpty();
  }

  private Outcome takeTurns(int first, String partner) throws IOException, InterruptedException {
    for (int turn = first; turn <= TURNS + 1; turn += 2) {
      Optional<Outcome> ended = takeTurn(turn, partner);
      if (ended.isPresent()) {
        return ended.get();
      }
    }
    return new Outcome(
        CoherenceVerdict.COHERENT, partner, TURNS + " turns, each seen by the other side");
  }

  /** Waits until the turn before it is seen and writes its own; the one behind the last is none. */
  private Optional<Outcome> takeTurn(int turn, String partner)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + turnPatience.toNanos();
    do {
      boolean isAnnounced = turn == 1 || Files.exists(announcement(turn - 1));
      Optional<InterProcessLock.Held> held = lock(turnPatience);
      if (held.isPresent()) {
        InterProcessLock.Held lock = held.get();
        try (lock) {
          ProbePages.View view = pages.read();
          if (view.turn().equals(OptionalLong.of(turn - 1))) {
            write(turn);
            return Optional.empty();
          }
          if (isAnnounced || view.mixture().isPresent()) {
            return Optional.of(stale(view, turn - 1, partner));
          }
        }
      }
      if (Files.exists(trouble())) {
        return Optional.of(
            new Outcome(CoherenceVerdict.STALE, partner, partner + " has a stale view"));
      }
      Thread.sleep(LOOK.toMillis());
    } while (System.nanoTime() < deadline);
    return Optional.of(silent(partner));
  }

  private void write(int turn) throws IOException {
    if (turn <= TURNS) {
      pages.write(turn);
      Files.createFile(announcement(turn));
    }
  }

  private Outcome stale(ProbePages.View view, int expected, String partner) throws IOException {
    Files.write(trouble(), new byte[0]); // Both sides may see it.
    String seen = view.mixture().orElseGet(() -> "turn " + view.turn().getAsLong());
    return new Outcome(
        CoherenceVerdict.STALE,
        partner,
        "%s had written turn %d under the lock; seen behind an open under it: %s"
            .formatted(partner, expected, seen));
  }

  private static Outcome silent(String partner) {
    return new Outcome(CoherenceVerdict.NO_PARTNER, partner, partner + " fell silent");
  }

  private Optional<InterProcessLock.Held> lock(Duration patience) throws IOException {
    return InterProcessLock.of(lock).acquire(patience);
  }

  private Path answer() {
    return folder.resolve("answer");
  }

  private Path trouble() {
    return folder.resolve("stale");
  }

  private Path announcement(int turn) {
    return folder.resolve("turn-" + turn);
  }
}
