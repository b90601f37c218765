package io.slurmgen.crash;

import io.slurmgen.Signals;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Kills workers at the moments that a round names.
 *
 * @param cache the directory they work in
 * @param signals stops those that are looked at first
 */
record Executioner(CacheDirectory cache, Signals signals) {

  /** Often enough to see a commit, without taking the processor from those who are looked at. */
  private static final long LOOK_NANOS = 30_000;

  /** Kills a worker; where its command is over sooner, it is killed while it waits for another. */
  Moment kill(Worker worker, Kill kill, BooleanSupplier isOver) throws IOException, SQLException {
    await(kill.delayMicros(), isOver);
    Signs signs = new Signs(cache, worker.pid());
    while (!isOver.getAsBoolean() && !signs.have(kill.trigger())) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    await(kill.laterMicros(), isOver);
    if (isOver.getAsBoolean()) {
      worker.kill();
      return Moment.BETWEEN_COMMANDS;
    }
    if (!kill.isObserved()) {
      worker.kill();
      return Moment.NOT_OBSERVED;
    }
    signals.pause(worker.pid());
    try {
      return Moment.of(worker.pid(), cache);
    } finally {
      worker.kill();
    }
  }

  private static void await(int micros, BooleanSupplier isOver) {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
    for (long left = micros; left > 0 && !isOver.getAsBoolean(); left = micros(end)) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(Math.min(left, 1000)));
    }
  }

  private static long micros(long end) {
    return TimeUnit.NANOSECONDS.toMicros(end - System.nanoTime());
  }
}
