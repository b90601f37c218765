package io.slurmgen;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for what comes about in another process. */
public final class Await {
  /** Far more than anything takes on a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Await() {}

  /** Asks again and again, until the answer is yes; fails after three minutes. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      Thread.sleep(50);
    }
  }

  /** Asks again and again, until the whole answer matches a pattern; fails with the last answer. */
  public static void untilMatches(String pattern, Callable<String> question) throws Exception {
    AtomicReference<String> answer = new AtomicReference<>();
    try {
      until(
          "match of " + pattern,
          () -> {
            answer.set(question.call());
            return answer.get().matches(pattern);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; last: " + answer, e);
    }
  }
}
