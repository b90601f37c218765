package io.slurmgen.catalog.samples;

import io.slurmgen.segment.SegmentSchema;

/**
 * The types of samples as far as all samples of a series must have the same ones, to be readable
 * together: see {@link io.slurmgen.segment.ColumnType#layout}.
 *
 * @param features how features are stored
 * @param label how labels are stored
 */
public record StoredTypes(String features, String label) {

  /** The types of a segment's samples. */
  public static StoredTypes of(SegmentSchema schema) {
    return new StoredTypes(schema.features().layout(), schema.label().layout());
  }

  /** Whether samples of both types can be read together. */
  public boolean fit(StoredTypes other) {
    return features.equals(other.features) && label.equals(other.label);
  }

  /** Returns a text such as Sample&lt;double[2], String&gt;. */
  @Override
  public String toString() {
    return "Sample<" + features + ", " + label + ">";
  }
}
