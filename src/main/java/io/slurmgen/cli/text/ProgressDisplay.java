package io.slurmgen.cli.text;

import io.slurmgen.submission.Durations;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far samples or bytes are: a bar where somebody watches, elsewhere a line now and then. */
public abstract class ProgressDisplay implements AutoCloseable {

  /** How often to show it. */
  public static final Duration INTERVAL = Duration.ofMillis(200);

  /**
   * What is counted.
   *
   * @param name in the plural
   * @param size how many are told as one
   */
  private record Unit(String name, long size) {
    static final Unit SAMPLES = new Unit("samples", 1);
    static final Unit MEGABYTES = new Unit("MB", 1_000_000);
  }

  /** A display for a number of bytes. */
  public static ProgressDisplay ofBytes(Terminal terminal, long bytes) {
    return terminal.isWatched()
        ? new Bar(terminal, bytes, 0, Unit.MEGABYTES)
        : new Lines(terminal, bytes, 0, Unit.MEGABYTES, System::nanoTime);
  }

  /** A display for a number of samples, from none on. */
  public static ProgressDisplay start(Terminal terminal, long samples) {
    return start(terminal, samples, 0);
  }

  /**
   * A display for a number of samples, some of which are there already: they tell nothing of the
   * pace.
   */
  public static ProgressDisplay start(Terminal terminal, long samples, long before) {
    return terminal.isWatched()
        ? new Bar(terminal, samples, before, Unit.SAMPLES)
        : new Lines(terminal, samples, before, System::nanoTime);
  }

  /** So many samples are there now; says nothing after {@link #close}. */
  public abstract void show(long samples);

  /** Says something beside the progress. */
  public abstract void say(String text);

  /** Takes the bar away. May be called more than once, by any thread. */
  @Override
  public abstract void close();

  /**
   * A bar on standard error. The library's own output to consoles goes through jline, which takes
   * SIGINT from the JVM and, when it is done, leaves it to the system: Ctrl-C would then end the
   * process on the spot. So the line is written here, and no terminal is opened.
   */
  private static final class Bar extends ProgressDisplay {
    private static final int USUAL_COLUMNS = 80;

    private final ProgressBar bar;
    private boolean closed;

    Bar(Terminal terminal, long samples, long before, Unit unit) {
      terminal.flush();
      bar =
          new ProgressBarBuilder()
              .setInitialMax(samples)
              .setConsumer(new DelegatingProgressBarConsumer(line -> show(terminal, line), width()))
              .startsFrom(before, Duration.ZERO)
              .setUnit(" " + unit.name(), unit.size())
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .clearDisplayOnFinish()
              .build();
    }

    private static void show(Terminal terminal, String line) {
      terminal.err().print("\r" + line);
      terminal.err().flush();
    }

    /** One column less, since some terminals go on to the next line after the last one. */
    private static int width() {
      String columns = System.getenv().getOrDefault("COLUMNS", "");
      return (columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS) - 1;
    }

    @Override
    public synchronized void show(long samples) {
      if (!closed) {
        bar.stepTo(samples);
      }
    }

    @Override
    public synchronized void say(String text) {
      if (!closed) {
        bar.setExtraMessage(" " + text);
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        bar.close();
      }
    }
  }

  /** A line every ten seconds. */
  public static final class Lines extends ProgressDisplay {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final long samples;
    private final long before;
    private final Unit unit;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long lastNanos;

    public Lines(Terminal terminal, long samples, long before, LongSupplier nanoTime) {
      this(terminal, samples, before, Unit.SAMPLES, nanoTime);
    }

    private Lines(Terminal terminal, long samples, long before, Unit unit, LongSupplier nanoTime) {
      this.terminal = terminal;
      this.samples = samples;
      this.before = before;
      this.unit = unit;
      this.nanoTime = nanoTime;
      this.startNanos = nanoTime.getAsLong();
      this.lastNanos = startNanos;
    }

    @Override
    public void show(long made) {
      long now = nanoTime.getAsLong();
      if (now - lastNanos >= BETWEEN_LINES.toNanos()) {
        lastNanos = now;
        double perSecond = (made - before) / ((now - startNanos) / 1e9);
        terminal.notice(
            "%d of %d %s, %s a second, %s left"
                .formatted(
                    made / unit.size(),
                    samples / unit.size(),
                    unit.name(),
                    Numbers.rounded(perSecond / unit.size()),
                    left(samples - made, perSecond)));
      }
    }

    @Override
    public void say(String text) {
      if (!text.isEmpty()) {
        terminal.notice(text);
      }
    }

    private static String left(long samples, double perSecond) {
      return perSecond == 0
          ? "unknown time"
          : Durations.text(Duration.ofMillis((long) (samples / perSecond * 1000)));
    }

    @Override
    public void close() {}
  }
}
