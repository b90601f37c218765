package io.slurmgen.catalog.samples;

import java.io.IOException;

/**
 * The attempt makes samples of other types than those that are recorded of its series: a group with
 * both could never be read. What the attempt made is not recorded.
 */
public final class OtherTypesException extends IOException {
  private static final long serialVersionUID = 1L;

  private OtherTypesException(String message) {
    super(message);
  }

  static OtherTypesException of(SegmentOwner series, StoredTypes recorded, StoredTypes made) {
    boolean isFeatures = !recorded.features().equals(made.features());
    return new OtherTypesException(
        "the %s of %s are stored as %s, and this job makes %s: %s"
            .formatted(
                isFeatures ? "features" : "label",
                series,
                isFeatures ? recorded.features() : recorded.label(),
                isFeatures ? made.features() : made.label(),
                series.adviceForOtherTypes()));
  }
}
