package io.slurmgen.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

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

  /** So that a slow side does not keep the other one for longer. */
  private static final Duration GAME_PATIENCE = Duration.ofMinutes(1);

  private static final Duration LOOK = Duration.ofMillis(10);

  /** Until somebody comes, which may take long. */
  private static final Duration LOOK_OUT = Duration.ofMillis(100);

  private final ProbeFolder folder;
  private final ProbePages pages;
  private final Path lock;
  private final Duration turnPatience;

  CoherenceProbe(Path folder, Path pages, Path lock, Duration turnPatience) {
    this.folder = new ProbeFolder(folder);
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
   * @param node the name of this node, by its kernel: a guest of the same name does not play
   * @throws IOException if it cannot be made or its lock cannot be had
   */
  public Host invite(String node) throws IOException {
    folder.create(node);
    pages.create();
    InterProcessLock.Held held =
        lock(turnPatience).orElseThrow(() -> new IOException(lock + " is not free"));
    folder.open();
    return new Host(held);
  }

  /** The side that makes the folder. Closing it removes the folder, and ends the probe. */
  public final class Host implements Closeable {
    private Optional<InterProcessLock.Held> held;

    private Host(InterProcessLock.Held held) {
      this.held = Optional.of(held);
    }

    /** Whether somebody has come and waits for {@link #play}. */
    public boolean hasGuest() throws IOException {
      return folder.answered().isPresent();
    }

    /**
     * Plays with the first guest that comes.
     *
     * @param patience how long to wait for one
     */
    public Outcome play(Duration patience) throws IOException, InterruptedException {
      Optional<ProbeAnswer> answer = awaitAnswer(patience);
      release();
      if (answer.isEmpty()) {
        return new Outcome(
            CoherenceVerdict.NO_PARTNER, "", "no task came within " + patience.toSeconds() + " s");
      }
      String partner = answer.get().node();
      return switch (answer.get().kind()) {
        case REFUSED -> takeTurns(1, partner);
        case ENTERED ->
            new Outcome(
                CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE,
                partner,
                "a lock that was held here did not keep " + partner + " out");
        case SAME ->
            new Outcome(
                CoherenceVerdict.NO_PARTNER, partner, "the first task runs on this very node");
      };
    }

    private Optional<ProbeAnswer> awaitAnswer(Duration patience)
        throws IOException, InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      Optional<ProbeAnswer> answer = folder.answered();
      while (answer.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_OUT.toMillis());
        answer = folder.answered();
      }
      return answer;
    }

    private void release() throws IOException {
      if (held.isPresent()) {
        held.get().close();
        held = Optional.empty();
      }
    }

    /**
     * Removes the folder in a process that is about to end, which releases the lock; for any
     * thread.
     */
    public void abandon() throws IOException {
      folder.remove();
    }

    @Override
    public void close() throws IOException {
      release();
      folder.remove();
    }
  }

  /**
   * Plays the guest, where a host of another node waits for one and no other guest was quicker.
   *
   * @param node the name of this node, by its kernel
   * @param nodeForPeople the name by which the host is to call it
   * @return how it ended as seen from here, empty where there is nothing to play
   */
  public Optional<Outcome> join(String node, String nodeForPeople)
      throws IOException, InterruptedException {
    if (!folder.enter()) {
      return Optional.empty();
    }
    try {
      ProbeAnswer.Kind found =
          folder.hostNode().equals(node)
              ? ProbeAnswer.Kind.SAME
              : isKeptOut() ? ProbeAnswer.Kind.REFUSED : ProbeAnswer.Kind.ENTERED;
      folder.setAnswer(new ProbeAnswer(found, nodeForPeople));
      return switch (found) {
        case REFUSED -> Optional.of(takeTurns(2, "the host"));
        case ENTERED ->
            Optional.of(
                new Outcome(
                    CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE,
                    "the host",
                    "the lock that the host holds did not keep this node out, or the host is"
                        + " gone"));
        case SAME -> Optional.empty();
      };
    } catch (NoSuchFileException hostHasLeft) {
      return Optional.of(silent("the host"));
    }
  }

  /**
   * Waits until the host has ended the probe, and so has made of its outcome what it wanted to.
   *
   * @return false if it has not within that time
   */
  public boolean awaitEnd(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (folder.isThere()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(LOOK.toMillis());
    }
    return true;
  }

  /** Whether a host of another process waits for a guest; between turns it seems to be gone. */
  public boolean hasHost() throws IOException {
    return isKeptOut();
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
    long end = System.nanoTime() + GAME_PATIENCE.toNanos();
    for (int turn = first; turn <= TURNS + 1; turn += 2) {
      Optional<Outcome> ended = takeTurn(turn, partner, end);
      if (ended.isPresent()) {
        return ended.get();
      }
    }
    return new Outcome(
        CoherenceVerdict.COHERENT, partner, TURNS + " turns, each seen by the other side");
  }

  /** Waits until the turn before it is seen and writes its own; the one behind the last is none. */
  private Optional<Outcome> takeTurn(int turn, String partner, long end)
      throws IOException, InterruptedException {
    long deadline = Math.min(end, System.nanoTime() + turnPatience.toNanos());
    do {
      boolean isAnnounced = turn == 1 || folder.isAnnounced(turn - 1);
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
      if (folder.isStale()) {
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
      folder.announce(turn);
    }
  }

  private Outcome stale(ProbePages.View view, int expected, String partner) throws IOException {
    folder.setStale();
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
}
