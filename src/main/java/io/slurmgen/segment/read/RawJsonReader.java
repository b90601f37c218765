package io.slurmgen.segment.read;

import com.fasterxml.jackson.databind.util.RawValue;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;

/** JSON text that Jackson will write as it is. */
final class RawJsonReader extends ValueReader {
  RawJsonReader(ColumnNode column) {
    super(column);
  }

  @Override
  RawValue readPresent(Chunk chunk, int row) throws IOException {
    return new RawValue(chunk.string(column(), row));
  }
}
