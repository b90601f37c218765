package io.slurmgen.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * A process that takes a lock again and again, gives up after very short times, and checks that
 * nobody else is inside while it holds it.
 */
final class LockOftenMain {
  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    System.in.read();
    System.out.println(enter(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 1));
  }

  /** Returns how often it got in. */
  static int enter(Path file, int times, long seed) throws IOException {
    Random random = new Random(seed);
    InterProcessLock lock = InterProcessLock.of(file);
    Path inside = file.resolveSibling("inside");
    int entered = 0;
    for (int i = 0; i < times; i++) {
      Optional<InterProcessLock.Held> held =
          lock.acquire(Duration.ofNanos(random.nextInt(200_000)));
      if (held.isPresent()) {
        Files.createFile(inside); // fails if another is inside
        spin(50_000 + random.nextInt(100_000));
        Files.delete(inside);
        held.get().close();
        entered++;
      }
    }
    return entered;
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
