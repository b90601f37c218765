package io.slurmgen.segment;

import io.slurmgen.segment.column.ColumnType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a segment says of itself: the types of its two Arrow columns, {@code features} and {@code
 * label}, and what its writer wanted remembered.
 *
 * @param features how features are stored
 * @param label how labels are stored
 * @param metadata the Arrow schema's metadata, in order
 */
public record SegmentSchema(ColumnType features, ColumnType label, Map<String, String> metadata) {
  public SegmentSchema {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
