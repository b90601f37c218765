package io.slurmgen.disk;

import java.nio.file.Path;
import java.time.Duration;

/** A process that holds a lock until it is told to release it. */
public final class LockMain {

  private LockMain() {}

  /** Locks the file that the argument names. */
  public static void main(String[] arguments) throws Exception {
    InterProcessLock lock = InterProcessLock.of(Path.of(arguments[0]));
    try (InterProcessLock.Held held = lock.acquire(Duration.ofMinutes(1)).orElseThrow()) {
      System.out.println("locked " + held.getClass().getSimpleName());
      System.in.read();
    }
    System.out.println("released");
  }
}
