package io.slurmgen.bench;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import java.nio.file.Path;

/** A program that loads the first 1,000 raw samples of a dataset. */
final class LoadFirst {
  private static final int SAMPLES = 1_000;

  private LoadFirst() {}

  /** Takes the directory and the dataset. */
  public static void main(String[] arguments) {
    try (Cache cache = Cache.open(Path.of(arguments[0]))) {
      Samples samples = cache.dataset(arguments[1]).paramSet(0).raw().get(SAMPLES);
      int values =
          samples.features().toDoubleArray().length + samples.labels().toDoubleArray().length;
      if (values != 2 * SAMPLES) {
        throw new IllegalStateException(values + " values");
      }
    }
  }
}
