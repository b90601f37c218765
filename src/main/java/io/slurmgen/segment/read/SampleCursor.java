package io.slurmgen.segment.read;

import io.slurmgen.dataset.Sample;
import java.io.IOException;

/** Reads samples one by one; quickest in the order of the rows. For one thread. */
public final class SampleCursor {
  private final ValueCursor features;
  private final ValueCursor label;

  SampleCursor(ValueCursor features, ValueCursor label) {
    this.features = features;
    this.label = label;
  }

  /**
   * The sample of a row.
   *
   * @param row counted through all slices
   * @return features and label of the types that were asked for
   * @throws IOException if reading fails
   */
  public Sample<Object, Object> get(long row) throws IOException {
    return new Sample<>(features.get(row), label.get(row));
  }
}
