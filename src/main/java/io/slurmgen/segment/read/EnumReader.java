package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.util.Map;

/** Enum constants by their names. */
final class EnumReader extends ValueReader {
  private final Map<String, Object> constants;

  EnumReader(ColumnNode column, Map<String, Object> constants) {
    super(column);
    this.constants = constants;
  }

  @Override
  Object readPresent(Chunk chunk, int row) throws IOException {
    String name = chunk.string(column(), row);
    Object constant = constants.get(name);
    if (constant == null) {
      throw new CorruptSegmentException(
          chunk.path(), chunk.offset(), "one of " + constants.keySet(), name);
    }
    return constant;
  }
}
