package io.slurmgen.bench;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A program that reads all raw samples of noisy_sine in batches. */
public final class StreamBatches {
  private static final int BATCH = 1_000;

  private StreamBatches() {}

  /** Takes the directory and the number of samples. */
  public static void main(String[] arguments) {
    AtomicLong samples = new AtomicLong();
    try (Cache cache = Cache.open(Path.of(arguments[0]))) {
      Samples all = cache.dataset("noisy_sine").paramSet(0).raw().get();
      all.batches(BATCH).forEach(batch -> samples.addAndGet(read(batch)));
    }
    if (samples.get() != Long.parseLong(arguments[1])) {
      throw new IllegalStateException(samples + " samples");
    }
  }

  private static int read(Samples batch) {
    double[] x = batch.features().toDoubleArray();
    double[] y = batch.labels().toDoubleArray();
    return Math.min(x.length, y.length);
  }
}
