package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.sqlite.CatalogBusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a task waits for a catalog that others keep locked. SQLite itself gives up after a while
 * where somebody only reads; the task tries again until its own time is over.
 */
public final class CatalogPatience {

  /** How long one try waits for other writers. */
  private static final Duration TRY = Duration.ofSeconds(10);

  private final long endNanos;
  private final Duration longestTry;
  private final Consumer<String> log;
  private boolean told;

  private CatalogPatience(Duration patience, Duration longestTry, Consumer<String> log) {
    this.endNanos = System.nanoTime() + patience.toNanos();
    this.longestTry = longestTry;
    this.log = log;
  }

  /**
   * Begins now.
   *
   * @param patience how long in all
   * @param log takes a line when it begins to wait
   */
  public static CatalogPatience of(Duration patience, Consumer<String> log) {
    return of(patience, TRY, log);
  }

  static CatalogPatience of(Duration patience, Duration longestTry, Consumer<String> log) {
    return new CatalogPatience(patience, longestTry, log);
  }

  /** Work that has changed nothing when it ends by a catalog that others keep locked. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it once. */
    T run() throws IOException;
  }

  /**
   * Does some work, again and again while others keep the catalog locked.
   *
   * @throws CatalogBusyException if they do so until the patience is over
   */
  public <T> T run(Work<T> work) throws IOException {
    while (true) {
      try {
        return work.run();
      } catch (CatalogBusyException e) {
        if (leftNanos() <= 0) {
          throw e;
        }
        if (!told) {
          told = true;
          log.accept(e.getMessage().replace("; try again", "") + ": waiting for it");
        }
      }
    }
  }

  /**
   * Starts the next attempt of a job.
   *
   * @throws io.slurmgen.catalog.jobs.SupersededException if the job is not to run any more
   */
  public AttemptRow start(Catalog catalog, AttemptStart start) throws IOException {
    return run(
        () ->
            catalog
                .attempts()
                .start(start, Duration.ofNanos(Math.min(leftNanos(), longestTry.toNanos()))));
  }

  private long leftNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }
}
