package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as maps from component names to values, in the record's order. */
final class MapReader extends ValueReader {
  private final List<String> names;
  private final List<ValueReader> readers;

  MapReader(ColumnNode column, List<ValueReader> components) {
    super(column);
    names =
        ((ColumnType.Struct) column.type())
            .components().stream().map(ColumnType.Component::name).toList();
    readers = components;
  }

  @Override
  Map<String, Object> readPresent(Chunk chunk, int row) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), readers.get(i).read(chunk, row));
    }
    return Collections.unmodifiableMap(values);
  }
}
