package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.dataset.Sample;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.Submitter;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A program that appends chunks of two samples that cost nothing, and has them recorded at a pace
 * of its own. Prints chunks per second, and how many commits it took.
 */
final class PacedRecording {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int CHUNK = 2;

  /** Where SQLite counts the transactions that change a file (fileformat2.html, 1.3.7). */
  private static final int CHANGE_COUNTER = 24;

  /** A feature, and a label. */
  double value;

  private PacedRecording() {}

  /** Takes the directory, the chunks, and the least milliseconds between commits, or -1. */
  public static void main(String[] arguments) throws Exception {
    CacheDirectory directory = new CacheDirectory(Path.of(arguments[0]));
    int chunks = Integer.parseInt(arguments[1]);
    int interval = Integer.parseInt(arguments[2]);
    double seconds;
    long before;
    AttemptRow attempt;
    try (Catalog catalog = Catalog.create(directory, Clock.systemUTC())) {
      attempt = start(catalog, (long) chunks * CHUNK);
    }
    before = commits(directory);
    try (Catalog catalog = Catalog.create(directory, Clock.systemUTC())) {
      seconds = record(catalog, attempt, chunks, interval);
    }
    System.out.println(chunks / seconds + " " + (commits(directory) - before));
  }

  private static double record(Catalog catalog, AttemptRow attempt, int chunks, int interval)
      throws Exception {
    ColumnType number =
        ColumnType.of(PacedRecording.class.getDeclaredField("value").getAnnotatedType());
    Recipe recipe =
        new Recipe(
            number,
            number,
            CHUNK,
            "code",
            PacedRecording.class.getClassLoader(),
            started -> {
              throw new IllegalStateException("drawn without a generator");
            });
    RecorderPace usual = RecorderPace.OF_TASK;
    Duration pause = Duration.ofMillis(Math.max(interval, 0));
    RecorderPace pace =
        new RecorderPace(pause, pause, usual.lockPatience(), usual.retry(), usual.fullDisk());
    long start = System.nanoTime();
    Recorder recorder = Recorder.start(catalog, line -> {}, pace);
    try (SegmentParts parts = new SegmentParts(catalog.directory(), attempt, recipe, recorder)) {
      append(parts, recorder, attempt, chunks, interval < 0);
      if (!recorder.queue().await(attempt, PATIENCE)) {
        throw new IllegalStateException("not recorded");
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    recorder.close(PATIENCE);
    return seconds;
  }

  private static void append(
      SegmentParts parts, Recorder recorder, AttemptRow attempt, int chunks, boolean waits)
      throws IOException {
    Sample<Double, Double> sample = new Sample<>(1.0, 2.0);
    long index = attempt.missing().ranges().get(0).first();
    parts.started(0);
    for (int chunk = 0; chunk < chunks; chunk++) {
      for (int i = 0; i < CHUNK; i++) {
        parts.append(index++, sample);
      }
      if (waits) {
        recorder.queue().await(attempt, PATIENCE);
      }
    }
  }

  private static AttemptRow start(Catalog catalog, long samples) throws IOException {
    NewSubmission submission =
        new NewSubmission(
            "noisy_sine",
            "%064x".formatted(1),
            "{}",
            OptionalLong.empty(),
            0,
            new NewSubmission.Amount(samples, false),
            1,
            ExecutorKind.LOCAL,
            "code",
            Submitter.ofThisProcess());
    long id = catalog.submissions().create(submission).orElseThrow().id();
    return catalog
        .attempts()
        .start(new AttemptStart(id, 0, "node", Optional.empty(), Optional.empty(), "code"));
  }

  private static long commits(CacheDirectory directory) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(directory.catalog().toFile(), "r")) {
      file.seek(CHANGE_COUNTER);
      return Integer.toUnsignedLong(file.readInt());
    }
  }
}
